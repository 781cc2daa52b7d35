package main

import (
	"reflect"
	"strings"

	"beltmap/geo/phrase"
	"github.com/alecthomas/kong"
)

// languageOf is the language to speak: --lang, BELTMAP_LANG, then the locale as POSIX orders it; Chinese unless one of them says English.
// It is read before the arguments are parsed, because what is wrong with them is said in it.
func languageOf(args []string, env func(string) (string, bool)) phrase.Lang {
	for i, arg := range args {
		if value, found := strings.CutPrefix(arg, "--lang="); found {
			return phrase.ParseLang(value)
		}
		if arg == "--lang" && i+1 < len(args) {
			return phrase.ParseLang(args[i+1])
		}
		if arg == "--" {
			break
		}
	}
	for _, name := range []string{"BELTMAP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value, set := env(name); set && value != "" {
			return phrase.ParseLang(value)
		}
	}
	return phrase.Chinese
}

// helpTexts puts the help in one language where the command line's tags name it. kong would do so, too, if it had the texts as variables,
// but tries all of them on every flag, which takes a tenth of a second of each start.
func helpTexts(lang phrase.Lang) kong.Option {
	texts := phrase.CommandHelp()
	put := func(help *string) {
		name, tagged := strings.CutPrefix(*help, "${")
		if text, found := texts[strings.TrimSuffix(name, "}")]; tagged && found { // kong names one that is not
			*help = text.In(lang)
		}
	}
	return kong.PostBuild(func(k *kong.Kong) error {
		return kong.Visit(k.Model.Node, func(node kong.Visitable, next kong.Next) error {
			switch node := node.(type) {
			case *kong.Node:
				put(&node.Help)
			case *kong.Value:
				put(&node.Help)
			}
			return next(nil)
		})
	})
}

// environmentName is the variable that stands for a flag.
func environmentName(flag string) string {
	return "BELTMAP_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// environment gives every flag that was not typed the value of its variable. An empty variable is none.
func environment(env func(string) (string, bool)) kong.Option {
	return kong.Resolvers(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		value, set := env(environmentName(flag.Name))
		if !set || value == "" {
			return nil, nil
		}
		if flag.Target.Kind() == reflect.Bool {
			switch strings.ToLower(value) {
			case "0", "false", "no", "off":
				return "false", nil
			case "1", "true", "yes", "on":
				return "true", nil
			}
		}
		return value, nil
	}))
}
