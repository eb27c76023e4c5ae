package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.config.OperationConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The queue, and what works it off in this process.
 *
 * <p>Takes operations up from {@link #start} on, when every handler is registered, until {@link #stop}, for good. Before
 * and after that {@link #operations} still starts and shows them; other processes run them.
 */
public final class OperationEngine {
    private static final Duration PROGRESS_EVERY = Duration.ofMillis(500);
    private static final Duration WATCH_EVERY = Duration.ofMillis(200);
    private static final Duration LOOK_ELSEWHERE_EVERY = Duration.ofSeconds(1);
    private static final Duration HOUSEKEEPING_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final ServerProcess process;
    private final Board board = new Board();
    private final Operations operations;
    private final AttendedOperations attended;
    private final Handlers handlers;
    private final OperationMetrics metrics;
    private final Leases leases;
    private final Housekeeping housekeeping;
    private final Runner runner;
    private final Loop claiming;
    private final List<Loop> others;

    public OperationEngine(
            Database database,
            EventLog log,
            Handlers handlers,
            ServerProcess process,
            OperationConfig config,
            Ids ids,
            Clock clock) {
        this.database = database;
        this.process = process;
        this.handlers = handlers;
        var signal = new Signal();
        var events = new OperationEvents(log);
        metrics = new OperationMetrics();
        var endings = new Endings(handlers, events, metrics, board, clock);
        leases = new Leases(database, process, handlers, board, events, config.lease(), clock);
        housekeeping = new Housekeeping(database, endings, config.lease(), clock);
        operations = new Operations(database, board, endings, events, signal, ids, clock);
        var attempts = new AttemptEndings(leases, handlers, endings, new Failures(ids));
        runner = new Runner(leases, handlers, attempts, board, signal, config.workers());
        attended = new AttendedOperations(database, operations, leases, attempts, endings, board);
        claiming = new Loop("operations-claim", Duration.ZERO, runner::takeUp);
        others = List.of(
                new Loop("operations-heartbeat", config.heartbeat(), leases::renew),
                new Loop("operations-progress", PROGRESS_EVERY, this::writeProgress),
                new Loop("operations-watch", WATCH_EVERY, board::publishProgress),
                new Loop("operations-elsewhere", LOOK_ELSEWHERE_EVERY, this::lookElsewhere),
                new Loop("operations-housekeeping", HOUSEKEEPING_EVERY, housekeeping::run));
    }

    public Operations operations() {
        return operations;
    }

    /** The operations that clients work on over their streams. */
    public AttendedOperations attended() {
        return attended;
    }

    /** Tells the queue's figures to this registry; once the handlers are registered, so that none is missing. */
    public void measure(MeterRegistry registry) {
        metrics.measure(registry, board, handlers.kinds());
    }

    public void start() {
        others.forEach(Loop::start);
        claiming.start();
    }

    /** Ends all watches with SERVER_STOPPING. */
    public void stopWatches() {
        board.stopWatches();
    }

    /** Takes nothing up any more; what runs is finished, handed back or failed within the limit. */
    public void stop(Duration limit) throws InterruptedException {
        runner.refuse();
        claiming.stop();
        runner.stop(limit);
        for (var loop : others) {
            loop.stop();
        }
    }

    /** How many operations run in this process. */
    public int running() {
        return board.running().size();
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    Leases leases() {
        return leases;
    }

    private void writeProgress() {
        board.running().forEach(RunningOperation::writeProgress);
    }

    /** What happened in other processes: to what is watched here, and to what runs here. */
    private void lookElsewhere() {
        if (!board.running().isEmpty()) {
            database.read(transaction ->
                            transaction.mapper(OperationMapper.class).cancelRequested(process.id()))
                    .forEach(lease -> board.cancel(lease.id()));
        }
        var watched = board.watched();
        if (!watched.isEmpty()) {
            database.read(transaction ->
                            transaction.mapper(OperationMapper.class).findAll(watched))
                    .forEach(board::publish);
        }
    }
}
