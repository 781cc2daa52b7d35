package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Options are what a Service needs. Accounts must be given.
type Options struct {
	Accounts data.Accounts
	Log      *slog.Logger     // slog.Default() if nil
	Now      func() time.Time // time.Now if nil
	Cost     Cost             // of comparing a password; what OWASP asks for if zero
	Secure   bool             // browsers reach the server by TLS, itself or by a proxy
	BasePath string           // the path under which the server is reached, "/" if empty
	Origins  []string         // more origins whose pages may write, such as that of the public URL behind a proxy: https://map.example.cn
	Idle     time.Duration    // a session that is not used for so long ends; two hours if 0
	Lifetime time.Duration    // a session ends after so long whatever happens; twelve hours if 0
}

// Service lets in and tells who asks. Its methods may be called by many goroutines.
type Service struct {
	options  Options
	accounts data.Accounts
	hasher   *hasher
	throttle *throttle
	guard    *http.CrossOriginProtection
	cookie   cookie

	mu    sync.Mutex
	turn  int64 // moves when what is remembered is forgotten
	known map[data.Hash]remembered
	marks marks
}

// marks is what is to be written when there is time: it never holds up a request.
type marks struct {
	sessions, tokens map[data.Hash]time.Time // when they were last used
	failed           map[string]attempt      // accounts whose failures have changed
}

// New makes a Service.
func New(o Options) (*Service, error) {
	if o.Accounts == nil {
		return nil, errors.New("auth.New: no accounts")
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Idle <= 0 {
		o.Idle = 2 * time.Hour
	}
	if o.Lifetime <= 0 {
		o.Lifetime = 12 * time.Hour
	}
	s := &Service{
		options: o, accounts: o.Accounts, hasher: newHasher(o.Cost), throttle: newThrottle(), guard: http.NewCrossOriginProtection(),
		cookie: cookieOf(o.Secure, o.BasePath), known: map[data.Hash]remembered{}, marks: noMarks(),
	}
	for _, origin := range o.Origins {
		if err := s.guard.AddTrustedOrigin(strings.TrimSuffix(origin, "/")); err != nil {
			return nil, geo.Invalid("auth.New", phrase.OriginMalformed.With(origin))
		}
	}
	return s, nil
}

func noMarks() marks {
	return marks{map[data.Hash]time.Time{}, map[data.Hash]time.Time{}, map[string]attempt{}}
}

// Empty tells whether nobody can come in yet: there is no account and no token.
func (s *Service) Empty(ctx context.Context) (bool, error) { return s.accounts.Empty(ctx) }

// CrossOrigin refuses a request that another site's page makes a browser send, with the browser's cookies, to change something. It fails with kind
// denied.
func (s *Service) CrossOrigin(r *http.Request) error {
	if err := s.guard.Check(r); err != nil {
		return denied("auth.CrossOrigin", phrase.CrossOriginRefused.With(), err)
	}
	return nil
}

// Run writes down, until the context ends, when sessions and tokens were last used and which sign-ins failed.
func (s *Service) Run(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			s.flush(last, true)
			return nil
		case <-tick.C:
			s.flush(ctx, n%60 == 0)
		}
	}
}

// flush writes the failures, and if told to when sessions and tokens were used. What cannot be written is tried again.
func (s *Service) flush(ctx context.Context, uses bool) {
	s.mu.Lock()
	now := noMarks()
	now.failed, s.marks.failed = s.marks.failed, now.failed
	if uses {
		now.sessions, s.marks.sessions = s.marks.sessions, now.sessions
		now.tokens, s.marks.tokens = s.marks.tokens, now.tokens
	}
	s.mu.Unlock()
	if err := s.write(ctx, now); err != nil {
		if geo.KindOf(err) != geo.KindUnavailable {
			s.options.Log.ErrorContext(ctx, "sign-ins cannot be written down", "error", err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		restore(s.marks.sessions, now.sessions)
		restore(s.marks.tokens, now.tokens)
		restore(s.marks.failed, now.failed)
	}
}

func (s *Service) write(ctx context.Context, m marks) error {
	for name, a := range m.failed {
		count, until := s.throttle.of(a)
		err := s.accounts.Change(ctx, name, data.AccountChange{Failed: &count, LockedUntil: &until})
		if err != nil && geo.KindOf(err) != geo.KindNotFound {
			return err
		}
	}
	if len(m.sessions)+len(m.tokens) == 0 {
		return nil // the file of a server that nobody signs in at is left alone
	}
	return s.accounts.Mark(ctx, s.options.Now(), m.sessions, m.tokens)
}

// restore puts back what newer marks do not replace.
func restore[K comparable, V any](into, from map[K]V) {
	for key, v := range from {
		if _, newer := into[key]; !newer {
			into[key] = v
		}
	}
}

// denied is an error whose sentence is the same for all causes; the cause is for the log.
func denied(op string, text phrase.Text, cause error) error {
	return &geo.Error{Kind: geo.KindDenied, Op: op, Text: text, Err: cause}
}
