package main

import (
	"fmt"
	"io"
	"strings"

	"beltmap/geo/phrase"
	"github.com/alecthomas/kong"
)

// help prints what the program or one of its commands does, every flag with its variable and default.
func (s *session) help(w io.Writer, app *kong.Application, topic []string) int {
	node := nodeOf(app.Node, topic)
	var b strings.Builder
	if node == app.Node {
		fmt.Fprintf(&b, "%s\n\n%s beltmap %s [--…]\n\n%s\n", phrase.CommandHelp()["app"].In(s.lang), phrase.HelpUsage.In(s.lang), phrase.HelpCommand.In(s.lang), phrase.HelpCommands.In(s.lang))
		for _, child := range app.Children {
			fmt.Fprintf(&b, "  %-10s %s\n", child.Name, child.Help)
		}
	} else {
		fmt.Fprintf(&b, "%s beltmap %s%s\n\n%s\n", phrase.HelpUsage.In(s.lang), wordsOf(node), argumentsOf(node), node.Help)
		if detail, found := phrase.CommandHelp()["detail_"+strings.ReplaceAll(wordsOf(node), " ", "_")]; found {
			fmt.Fprintf(&b, "\n%s\n", detail.In(s.lang))
		}
		if len(node.Children) > 0 {
			fmt.Fprintf(&b, "\n%s\n", phrase.HelpCommands.In(s.lang))
			for _, child := range node.Children {
				fmt.Fprintf(&b, "  %-10s %s\n", child.Name, child.Help)
			}
		}
		if len(node.Positional) > 0 {
			fmt.Fprintf(&b, "\n%s\n", phrase.HelpArguments.In(s.lang))
			for _, arg := range node.Positional {
				fmt.Fprintf(&b, "  %s\n      %s\n", strings.ToUpper(arg.Name), arg.Help)
			}
		}
	}
	fmt.Fprintf(&b, "\n%s\n", phrase.HelpFlags.In(s.lang))
	for _, flags := range [][]*kong.Flag{node.Flags, app.Flags} {
		for _, flag := range flags {
			b.WriteString(s.flagHelp(flag))
		}
		if node == app.Node {
			break
		}
	}
	fmt.Fprintf(&b, "  -h, --help\n      %s\n\n%s\n", phrase.CommandHelp()["flag_help"].In(s.lang), phrase.HelpExits.In(s.lang))
	_, _ = io.WriteString(w, b.String())
	return exitOK
}

// nodeOf goes down by words as far as they name commands.
func nodeOf(node *kong.Node, words []string) *kong.Node {
	if len(words) == 0 {
		return node
	}
	for _, child := range node.Children {
		if child.Name == words[0] {
			return nodeOf(child, words[1:])
		}
	}
	return node
}

// wordsOf are the words of a command, such as "audit verify".
func wordsOf(node *kong.Node) string {
	if node.Parent == nil || node.Parent.Parent == nil {
		return node.Name
	}
	return wordsOf(node.Parent) + " " + node.Name
}

func argumentsOf(node *kong.Node) string {
	var b strings.Builder
	if len(node.Children) > 0 {
		b.WriteString(" …")
	}
	for _, arg := range node.Positional {
		b.WriteString(" " + strings.ToUpper(arg.Name))
		if arg.IsCumulative() {
			b.WriteString("…")
		}
	}
	return b.String() + " [--…]"
}

func (s *session) flagHelp(flag *kong.Flag) string {
	value := ""
	if !flag.IsBool() {
		value = "=" + strings.ToUpper(flag.Name)
		if flag.PlaceHolder != "" {
			value = "=" + flag.PlaceHolder
		}
	}
	notes := []string{environmentName(flag.Name)}
	if flag.HasDefault && flag.Default != "" {
		notes = append(notes, phrase.HelpDefault.With(flag.Default).In(s.lang))
	}
	return fmt.Sprintf("  --%s%s\n      %s [%s]\n", flag.Name, value, flag.Help, strings.Join(notes, "; "))
}
