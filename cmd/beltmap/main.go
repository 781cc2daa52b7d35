// Command beltmap serves, fills, checks and exports the map of Party-building demonstration belts. It wires the packages together and
// says what they found in the user's language; it computes nothing itself.
package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/alecthomas/kong"
)

// The exit codes, as docs/operations.md lists them.
const (
	exitOK       = 0
	exitFailed   = 1 // nothing was done; for check: something was found
	exitUsage    = 2
	exitRejected = 3 // an import was written, but some rows were left out
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// session is what every command needs of its surroundings.
type session struct {
	ctx    context.Context
	lang   phrase.Lang
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	log    *slog.Logger
	env    func(string) (string, bool)
}

// command is one verb of the command line.
type command interface {
	run(s *session) (exit int, err error)
}

// commandLine is everything that can be typed. The help texts are in geo/phrase, by the names in the tags.
type commandLine struct {
	Lang     string          `help:"${flag_lang}" enum:"zh-CN,en,zh," default:"" placeholder:"zh-CN|en"`
	Serve    serveCommand    `cmd:"" help:"${cmd_serve}"`
	Import   importCommand   `cmd:"" help:"${cmd_import}"`
	Export   exportCommand   `cmd:"" help:"${cmd_export}"`
	Check    checkCommand    `cmd:"" help:"${cmd_check}"`
	Coverage coverageCommand `cmd:"" help:"${cmd_coverage}"`
	Backup   backupCommand   `cmd:"" help:"${cmd_backup}"`
	Restore  restoreCommand  `cmd:"" help:"${cmd_restore}"`
	History  historyCommand  `cmd:"" help:"${cmd_history}"`
	Undo     undoCommand     `cmd:"" help:"${cmd_undo}"`
	Adopt    adoptCommand    `cmd:"" help:"${cmd_adopt}"`
	Audit    auditCommand    `cmd:"" help:"${cmd_audit}"`
	Settings settingsCommand `cmd:"" help:"${cmd_settings}"`
	Roads    roadsCommand    `cmd:"" help:"${cmd_roads}"`
	Tour     tourCommand     `cmd:"" help:"${cmd_tour}"`
	User     userCommand     `cmd:"" help:"${cmd_user}"`
	Token    tokenCommand    `cmd:"" help:"${cmd_token}"`
	Generate generateCommand `cmd:"" help:"${cmd_generate}"`
	Version  versionCommand  `cmd:"" help:"${cmd_version}"`
}

// commands are what runs, by the words that are typed for it.
func (c *commandLine) commands() map[string]command {
	return map[string]command{
		"serve": &c.Serve, "import": &c.Import, "export": &c.Export, "check": &c.Check, "coverage": &c.Coverage,
		"backup": &c.Backup, "restore": &c.Restore,
		"history": &c.History, "undo": &c.Undo, "adopt": &c.Adopt, "generate": &c.Generate, "version": &c.Version,
		"audit verify": &c.Audit.Verify, "audit export": &c.Audit.Export, "audit rotate": &c.Audit.Rotate,
		"settings list": &c.Settings.List, "settings set": &c.Settings.Set,
		"roads import": &c.Roads.Import,
		"tour list":    &c.Tour.List, "tour plan": &c.Tour.Plan, "tour rounds": &c.Tour.Rounds, "tour export": &c.Tour.Export,
		"user add": &c.User.Add, "user list": &c.User.List, "user password": &c.User.Password, "user rights": &c.User.Rights,
		"user disable": &c.User.Disable, "user enable": &c.User.Enable, "user remove": &c.User.Remove,
		"token create": &c.Token.Create, "token list": &c.Token.List, "token revoke": &c.Token.Revoke,
	}
}

// run does what the arguments ask and returns the exit code.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	s := &session{ctx: ctx, lang: languageOf(args, env), stdin: stdin, stdout: stdout, stderr: stderr, env: env}
	s.log = slog.New(slog.NewTextHandler(stderr, nil))
	var line commandLine
	parser, err := kong.New(&line, kong.Name("beltmap"), kong.NoDefaultHelp(), helpTexts(s.lang), environment(env), kong.Writers(stdout, stderr),
		kong.Exit(func(int) {}))
	if err != nil {
		return s.fail(err)
	}
	switch topic, asked := helpAsked(args); {
	case asked:
		return s.help(stdout, parser.Model, topic)
	case len(args) == 0:
		s.help(stderr, parser.Model, nil)
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return s.misused(err)
	}
	code, err := line.command(parsed.Command()).run(s)
	if err != nil {
		return s.fail(err)
	}
	return code
}

// command finds what runs for a line of words and arguments: some commands have words of their own below them.
func (c *commandLine) command(line string) command {
	words, all := strings.Fields(line), c.commands()
	if len(words) > 1 {
		if found := all[words[0]+" "+words[1]]; found != nil {
			return found
		}
	}
	return all[words[0]]
}

// fail says what went wrong in one sentence.
func (s *session) fail(err error) int {
	var e *geo.Error
	var u *usageError
	switch {
	case errors.As(err, &u):
		return s.misused(err)
	case errors.As(err, &e):
		s.sayTo(s.stderr, phrase.Failed.With(e.Text))
	case errors.Is(err, context.Canceled):
		s.sayTo(s.stderr, phrase.Failed.With(phrase.Interrupted.With()))
	default:
		s.sayTo(s.stderr, phrase.Failed.With(phrase.Unexpected.With(err)))
	}
	return exitFailed
}

func (s *session) sayTo(w io.Writer, t phrase.Text) { _, _ = io.WriteString(w, t.In(s.lang)+"\n") }

func (s *session) say(t phrase.Text) { s.sayTo(s.stdout, t) }

// helpAsked tells whether the arguments ask for help, and about which command: its words.
func helpAsked(args []string) (topic []string, asked bool) {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	for i, arg := range args {
		switch {
		case arg == "-h" || arg == "--help" || (i == 0 && arg == "help"):
			asked = true
		case !strings.HasPrefix(arg, "-"):
			topic = append(topic, arg)
		}
	}
	return topic, asked
}
