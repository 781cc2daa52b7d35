package main

type checkCommand struct {
	DB string `name:"db" help:"${flag_check_db}" placeholder:"FILE"`
}

func (c *checkCommand) run(s *session) (int, error) { return exitOK, nil }
