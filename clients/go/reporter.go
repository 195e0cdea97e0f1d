package recovery

import (
	"compress/gzip"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// ErrFull says that an error was given up because there is no room for it, neither in memory nor in the spool.
var ErrFull = errors.New("cannot keep this error: the reporter is full")

// ErrClosed says that an error came after Close.
var ErrClosed = errors.New("cannot keep this error: the reporter is closed")

// Reporter takes errors and sends them in the background. Make one per process with New. All methods may be called at any time from
// any goroutine.
type Reporter struct {
	config    Config
	clock     clock
	key       []byte
	seed      maphash.Seed
	client    *http.Client
	transport *http.Transport
	metrics   *metrics
	sampler   *sampler
	spool     *spool

	full      atomic.Bool  // the last new error found no room
	closed    atomic.Bool  // no report is taken any more
	reporting atomic.Int64 // reports that go on
	events    atomic.Int64 // distinct events in memory
	bytes     atomic.Int64 // what they are accounted with
	pending   pending
	drafts    slab[draft]
	bodies    slab[byte]
	windows   slab[window]
	hashes    slab[uint64]
	entries   slab[*entry]

	// Where both are needed the spool is acquired first.
	mu         sync.Mutex
	open       *window       // takes new errors
	queue      []*window     // waits for being sent, the oldest first
	serial     uint64        // of the newest window
	flushing   bool          // somebody waits for the open window
	settledTo  uint64        // windows that are done
	settled    chan struct{} // closed and replaced when settledTo grows
	current    *window       // what the sender is at
	inFlight   []*entry      // the part of it that is not settled; nil before it is read
	wake       chan struct{}
	closing    chan struct{}
	done       chan struct{}
	ended      bool // closeError stands
	closeError error

	// Of the sender alone.
	ctx     context.Context // ends when Close gives up
	abort   context.CancelFunc
	state   string // what was logged last of how sending goes
	hurried bool   // Close has cut a wait short; it does so once
	zipper  *gzip.Writer
}

// New starts a reporter. It fails for a configuration that cannot work, naming field, rule and value, and with ErrSpoolInUse. A spool
// that cannot be opened for another reason is logged and tried again later: a broken disk must not keep an executor from starting.
func New(config Config) (*Reporter, error) {
	config = config.withDefaults()
	if err := config.check(); err != nil {
		return nil, err
	}
	return start(config, newSpool(&config))
}

func start(config Config, disk *spool) (*Reporter, error) {
	r := &Reporter{
		config: config, clock: config.clock, metrics: newMetrics(), sampler: newSampler(config.SampleInterval), spool: disk,
		settled: make(chan struct{}), wake: make(chan struct{}, 1), closing: make(chan struct{}), done: make(chan struct{}),
	}
	r.drafts.size, r.bodies.size = 512, 1<<20
	r.windows.size, r.hashes.size, r.entries.size = 16, 16*config.FlushCount, 16*config.FlushCount
	r.zipper, _ = gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	r.seed = maphash.MakeSeed()
	r.key, _ = signingKey(config.Secret)
	r.client, r.transport = config.newClient()
	r.ctx, r.abort = context.WithCancel(context.Background())
	if err := r.openSpool(); errors.Is(err, ErrSpoolInUse) {
		r.abort()
		return nil, err
	}
	r.open = r.nextWindow()
	go r.run()
	return r, nil
}

// openSpool queues what an earlier process has left.
func (r *Reporter) openSpool() error {
	if r.spool == nil {
		return nil
	}
	found, err := r.spool.open()
	if err != nil {
		return err
	}
	r.lock()
	defer r.unlock()
	for _, seg := range found {
		// What is found later has no place in the order that Flush waits by.
		w := &window{cold: true}
		if r.open == nil {
			r.serial++
			w.serial = r.serial
		}
		w.seal()
		w.distinct, w.segment = -1, seg
		r.queue = append(r.queue, w)
	}
	return nil
}

func (r *Reporter) nextWindow() *window {
	r.serial++
	w := &r.windows.take(1)[0]
	w.serial = r.serial
	w.hashes = r.hashes.take(r.config.FlushCount)[:0]
	w.entries = r.entries.take(r.config.FlushCount)[:0]
	return w
}

// Report takes an error: nil means that it is kept, and will be sent. It does not wait for the network. It returns *InvalidEventError,
// ErrFull or ErrClosed. ctx is for the values that a logger reads from it; that it is cancelled does not lose the error, since a run
// that was cancelled is often the one to report.
func (r *Reporter) Report(ctx context.Context, event Event) error {
	if err := event.check(); err != nil {
		r.metrics.drop(droppedInvalid, min(event.count(), MaxOccurrences))
		return err
	}
	r.reporting.Add(1)
	defer r.reporting.Add(-1)
	now := r.clock.Now()
	truncated := event.fit(&r.config, now)
	k, n := keyOf(&event, r.seed), event.count()
	joined, err := r.join(&k, n)
	if err == nil && !joined {
		err = r.keepNew(ctx, event, &k, truncated, now)
	}
	switch {
	case errors.Is(err, ErrFull):
		r.metrics.drop(droppedFull, n)
	case errors.Is(err, ErrClosed):
		r.metrics.drop(droppedClosed, n)
	}
	return err
}

// keepNew encodes an event that joins no other, outside all locks, and keeps it.
func (r *Reporter) keepNew(ctx context.Context, event Event, k *hashedKey, truncated []string, now time.Time) error {
	var market marketData
	var fault uint64
	wanted := false
	if event.MarketData != nil {
		fault = r.sampler.fault(k)
		if wanted = r.sampler.take(fault, now); wanted {
			market = encodeMarketData(event.MarketData)
			// A nil pointer is no data: the next event may have some.
			if wanted = !market.isNone(); !wanted {
				r.sampler.release(fault)
			}
		}
	}
	d := r.newDraft(&event, k, truncated, market)
	d.at, d.fault, d.sampled = now, fault, wanted
	var err error
	if r.spool == nil {
		err = r.keepInMemory(d)
	} else {
		err = r.keepSpooled(d)
	}
	r.noteFull(ctx, err)
	return err
}

// noteFull logs once when room runs out and once when there is some again.
func (r *Reporter) noteFull(ctx context.Context, err error) {
	full := errors.Is(err, ErrFull)
	if full == r.full.Load() || r.full.Swap(full) == full {
		return
	}
	if full {
		r.config.Logger.LogAttrs(ctx, slog.LevelError, "the reporter is full; new errors are given up until it has room")
	} else {
		r.config.Logger.LogAttrs(ctx, slog.LevelInfo, "the reporter has room again")
	}
}
