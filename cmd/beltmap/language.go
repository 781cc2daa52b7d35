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

// helpTexts hands the help in one language to the command line's tags.
func helpTexts(lang phrase.Lang) kong.Option {
	vars := kong.Vars{}
	for name, p := range phrase.CommandHelp() {
		vars[name] = p.In(lang)
	}
	return vars
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
