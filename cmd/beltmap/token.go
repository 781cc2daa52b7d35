package main

import (
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"${cmd_token_create}"`
	List   tokenListCommand   `cmd:"" help:"${cmd_token_list}"`
	Revoke tokenRevokeCommand `cmd:"" help:"${cmd_token_revoke}"`
}

type tokenCreateCommand struct {
	rights
	Expires time.Duration `help:"${flag_expires}" default:"720h" placeholder:"DURATION"`
	Note    string        `help:"${flag_note}" placeholder:"TEXT"`
	accountsFile
}

func (c *tokenCreateCommand) run(s *session) (int, error) {
	role, zones, err := c.parse()
	if err != nil {
		return 0, err
	}
	var token data.Token
	var secret string
	exit, err := c.with(s, false, func(a *auth.Service) (err error) {
		token, secret, err = a.IssueToken(s.ctx, geo.CommandLine(), auth.NewToken{Role: role, Zones: zones, Note: c.Note, Lifetime: c.Expires})
		return err
	})
	if err == nil { // a token that is in no log is given to nobody
		s.say(phrase.TokenMade.With(token.ID, token.Role, token.Zones, inShanghai(token.Expires)))
		s.say(phrase.Text{ZH: secret, EN: secret})
	}
	return exit, err
}

type tokenListCommand struct{ accountsFile }

func (c *tokenListCommand) run(s *session) (int, error) {
	return c.with(s, true, func(a *auth.Service) error {
		list, err := a.Tokens(s.ctx)
		for _, one := range list {
			used := phrase.TokenUnused.With()
			if !one.Used.IsZero() {
				at := inShanghai(one.Used)
				used = phrase.Text{ZH: at, EN: at}
			}
			s.say(phrase.TokenRow.With(one.ID, one.Role, one.Zones, tokenStanding(one, time.Now()), inShanghai(one.Expires), used, one.Note))
		}
		return err
	})
}

func tokenStanding(t data.Token, now time.Time) phrase.Phrase {
	switch {
	case !t.Revoked.IsZero():
		return phrase.TokenRevoked
	case !now.Before(t.Expires):
		return phrase.TokenExpired
	}
	return phrase.TokenGood
}

type tokenRevokeCommand struct {
	ID string `arg:"" name:"id" help:"${arg_token_id}"`
	accountsFile
}

func (c *tokenRevokeCommand) run(s *session) (int, error) {
	return c.with(s, false, func(a *auth.Service) error {
		err := a.RevokeToken(s.ctx, geo.CommandLine(), c.ID)
		if err == nil {
			s.say(phrase.TokenEnded.With(c.ID))
		}
		return err
	})
}
