package server

import (
	"net"
	"net/http"
	"net/netip"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what an operator watches. They belong to one server, not to the process.
type metrics struct {
	registry           *prometheus.Registry
	answers            [6]prometheus.Counter // by the status's first digit; 0 counts requests nothing was answered to
	seconds            prometheus.Histogram
	bytes              prometheus.Counter
	gone, shed, panics prometheus.Counter
}

func newMetrics(s *Server) *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	counter := func(name, help string) prometheus.Counter {
		c := prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
		m.registry.MustRegister(c)
		return c
	}
	gauge := func(name, help string, value func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	answers := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "beltmap_answers_total", Help: "Answers by class of status."}, []string{"status"})
	m.registry.MustRegister(answers, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for i, class := range []string{"none", "1xx", "2xx", "3xx", "4xx", "5xx"} {
		m.answers[i] = answers.WithLabelValues(class)
	}
	m.seconds = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "beltmap_answer_seconds", Help: "How long answers took.",
		Buckets: []float64{.0001, .0005, .001, .005, .02, .1, .5, 2, 10}})
	m.registry.MustRegister(m.seconds)
	m.bytes = counter("beltmap_answer_bytes_total", "Bytes of bodies answered.")
	m.gone = counter("beltmap_clients_gone_total", "Requests whose client went away before the answer was out.")
	m.shed = counter("beltmap_shed_total", "Requests refused with 503 because too many were running.")
	m.panics = counter("beltmap_panics_total", "Panics answered with 500.")
	gauge("beltmap_requests_in_flight", "Requests being answered now.", func() float64 { return float64(s.inFlight.Load()) })
	gauge("beltmap_listeners", "Clients that listen for changes now.", func() float64 { return float64(s.listeners.Load()) })
	gauge("beltmap_store_version", "The version of the records served.", func() float64 { return float64(s.app.World().Version()) })
	for _, c := range geo.AllCollections() {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "beltmap_records", Help: "Records valid today.",
			ConstLabels: prometheus.Labels{"collection": c.String()}}, func() float64 { return float64(s.app.World().Table(c).Len()) }))
	}
	return m
}

// observe counts an answer. How long a stream lasted says nothing of the server.
func (m *metrics) observe(status int, written int64, took time.Duration, stream bool) {
	class := status / 100
	if class < 0 || class >= len(m.answers) {
		class = 0
	}
	m.answers[class].Inc()
	if !stream {
		m.seconds.Observe(took.Seconds())
	}
	m.bytes.Add(float64(written))
}

// Metrics is the Prometheus page, for a listener of its own.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{DisableCompression: true})
}

// loopbackMetrics shows the Prometheus page on the public port, to clients on the same machine only. A proxy on the same machine
// would make everyone such a client, so a request that a proxy passed on is refused, too.
func (s *Server) loopbackMetrics(w http.ResponseWriter, r *http.Request) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	address, err := netip.ParseAddr(host)
	proxied := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("X-Real-Ip") != ""
	if err != nil || !address.Unmap().IsLoopback() || proxied {
		return &fault{kind: problemDenied, text: phrase.LoopbackOnly.With()}
	}
	if _, err := parseParameters(r.URL.RawQuery, nil); err != nil {
		return err
	}
	s.Metrics().ServeHTTP(w, r)
	return nil
}
