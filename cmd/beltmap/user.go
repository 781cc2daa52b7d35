package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

type userCommand struct {
	Add      userAddCommand      `cmd:"" help:"${cmd_user_add}"`
	List     userListCommand     `cmd:"" help:"${cmd_user_list}"`
	Password userPasswordCommand `cmd:"" help:"${cmd_user_password}"`
	Rights   userRightsCommand   `cmd:"" help:"${cmd_user_rights}"`
	Disable  userDisableCommand  `cmd:"" help:"${cmd_user_disable}"`
	Enable   userEnableCommand   `cmd:"" help:"${cmd_user_enable}"`
	Remove   userRemoveCommand   `cmd:"" help:"${cmd_user_remove}"`
}

// accountsFile is the file whose accounts and tokens a command is about.
type accountsFile struct {
	DB string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
}

// with opens the file, which must be there, and closes it after f. What f changes is entered in the file's audit log along with the change.
func (a *accountsFile) with(s *session, readOnly bool, f func(*auth.Service) error) (exit int, err error) {
	if err := wantDB(a.DB); err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, a.DB, gpkg.Options{ReadOnly: readOnly})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	service, err := auth.New(auth.Options{Accounts: store.Accounts(), Log: s.log})
	if err != nil {
		return 0, err
	}
	return exitOK, f(service)
}

// rights are what an account or token may do, as typed.
type rights struct {
	Role  string `help:"${flag_role}" placeholder:"ROLE"`
	Zones string `help:"${flag_zones}" placeholder:"ZONE,…"`
}

func (r *rights) parse() (role auth.Role, zones geo.ZoneSet, err error) {
	if r.Role == "" {
		return role, zones, misuse(phrase.UsageMissing.With("--role"))
	}
	if role, err = auth.ParseRole(r.Role); err == nil {
		zones, err = geo.ParseZones(r.Zones)
	}
	if err != nil {
		return role, zones, misuse(saidBy(err))
	}
	if zones.None() && role != auth.Administrator {
		return role, zones, misuse(phrase.UsageMissing.With("--zones"))
	}
	return role, zones, nil
}

type userAddCommand struct {
	Name string `arg:"" name:"name" help:"${arg_user_name}"`
	rights
	accountsFile
}

func (c *userAddCommand) run(s *session) (int, error) {
	role, zones, err := c.parse()
	if err != nil {
		return 0, err
	}
	return c.with(s, false, func(a *auth.Service) error {
		password, err := s.password()
		if err != nil {
			return err
		}
		name, err := a.AddAccount(s.ctx, geo.CommandLine(), auth.NewAccount{Name: c.Name, Role: role, Zones: zones, Password: password})
		if err == nil {
			s.say(phrase.UserAdded.With(name, role, zonesOf(role, zones), c.DB))
		}
		return err
	})
}

func zonesOf(role auth.Role, zones geo.ZoneSet) string {
	if role == auth.Administrator {
		return geo.AllZones().String()
	}
	return zones.String()
}

const maxLine = 8 << 10 // bytes of a password's line

// password reads one line of standard input.
func (s *session) password() (string, error) {
	if f, ok := s.stdin.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			_, _ = io.WriteString(s.stderr, phrase.PasswordAsked.In(s.lang))
		}
	}
	line, err := bufio.NewReader(io.LimitReader(s.stdin, maxLine)).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", &geo.Error{Kind: geo.KindInvalid, Op: "beltmap.password", Text: phrase.PasswordGone.With(), Err: err}
	}
	return line, nil
}

type userListCommand struct{ accountsFile }

func (c *userListCommand) run(s *session) (int, error) {
	return c.with(s, true, func(a *auth.Service) error {
		list, err := a.Accounts(s.ctx)
		for _, one := range list {
			s.say(phrase.UserRow.With(one.Name, one.Role, one.Zones, standing(one, time.Now()), inShanghai(one.Created)))
		}
		return err
	})
}

func standing(a data.Account, now time.Time) phrase.Phrase {
	switch {
	case a.Disabled:
		return phrase.UserDisabled
	case a.LockedUntil.After(now):
		return phrase.UserPaused
	case a.Provider != "":
		return phrase.UserElsewhere
	}
	return phrase.UserActive
}

func inShanghai(t time.Time) string { return t.In(geo.Shanghai).Format("2006-01-02 15:04:05") }

// oneUser is a command about one account that is there.
type oneUser struct {
	Name string `arg:"" name:"name" help:"${arg_user_name}"`
	accountsFile
}

func (c *oneUser) change(s *session, said phrase.Phrase, f func(*auth.Service) error) (int, error) {
	return c.with(s, false, func(a *auth.Service) error {
		err := f(a)
		if err == nil {
			s.say(said.With(c.Name))
		}
		return err
	})
}

type userPasswordCommand struct{ oneUser }

func (c *userPasswordCommand) run(s *session) (int, error) {
	return c.change(s, phrase.UserChanged, func(a *auth.Service) error {
		password, err := s.password()
		if err != nil {
			return err
		}
		return a.SetPassword(s.ctx, geo.CommandLine(), c.Name, password)
	})
}

type userRightsCommand struct {
	oneUser
	rights
}

func (c *userRightsCommand) run(s *session) (int, error) {
	role, zones, err := c.parse()
	if err != nil {
		return 0, err
	}
	return c.change(s, phrase.UserChanged, func(a *auth.Service) error { return a.SetRights(s.ctx, geo.CommandLine(), c.Name, role, zones) })
}

type userDisableCommand struct{ oneUser }

func (c *userDisableCommand) run(s *session) (int, error) {
	return c.change(s, phrase.UserChanged, func(a *auth.Service) error { return a.SetDisabled(s.ctx, geo.CommandLine(), c.Name, true) })
}

type userEnableCommand struct{ oneUser }

func (c *userEnableCommand) run(s *session) (int, error) {
	return c.change(s, phrase.UserChanged, func(a *auth.Service) error { return a.SetDisabled(s.ctx, geo.CommandLine(), c.Name, false) })
}

type userRemoveCommand struct{ oneUser }

func (c *userRemoveCommand) run(s *session) (int, error) {
	return c.change(s, phrase.UserRemoved, func(a *auth.Service) error { return a.RemoveAccount(s.ctx, geo.CommandLine(), c.Name) })
}
