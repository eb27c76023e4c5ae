package io.graphkeep.server;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.monitoring.Probe;
import io.graphkeep.server.monitoring.Verdict;
import io.graphkeep.server.operations.ServerProcess;
import io.graphkeep.server.security.KeyExport;
import io.graphkeep.server.store.Store;
import io.graphkeep.server.store.StoreRoom;
import io.graphkeep.server.store.StoreSettings;
import io.graphkeep.server.store.backend.LocalBackend;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store, open, or why it is not: a store that cannot be opened leaves the rest of the server running.
 *
 * @param failure a sentence; null where the store is open
 */
record OpenStore(@Nullable Store store, @Nullable String failure) implements AutoCloseable {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration RENEW = Duration.ofSeconds(15);
    private static final Duration SURVEY = Duration.ofHours(6);

    static OpenStore open(
            ServerConfig config, Database database, EventLog events, ServerProcess process, Ids ids, Clock clock) {
        var settings = new StoreSettings(
                config.store().compressionLevel(),
                config.store().packSize(),
                config.store().spaceReserve(),
                config.work().captureWorkers(),
                config.work().restoreWorkers(),
                true,
                LEASE,
                config.work().pushMemory(),
                config.work().pushKeep());
        try {
            var backend = LocalBackend.open(config.store().url().directory(), process.home(), new SecureRandom());
            var key = StoreKey.of(config);
            return new OpenStore(Store.open(settings, backend, database, key, events, ids, clock, process.id()), null);
        } catch (GraphkeepException failure) {
            return new OpenStore(null, why(failure));
        } catch (IOException failure) {
            return new OpenStore(
                    null, "The store's directory " + config.store().url() + " cannot be used: " + failure.getMessage());
        }
    }

    /** Of a catalog and a store that do not belong together the sentence itself says what helps in that case. */
    static String why(GraphkeepException failure) {
        return failure.reason() == Reason.STORE_FOREIGN
                ? failure.sentence()
                : failure.sentence() + " " + failure.reason().advice();
    }

    /** What must be done now and then while it is open. */
    void schedule(Chores chores, KeyExport export) {
        if (store != null) {
            chores.every(LEASE, "drop the store's old keys", () -> dropOldKeys(store, export));
            chores.every(RENEW, "renew the store's sessions", store.sessions()::renewAll);
            chores.every(LEASE, "end the store's expired sessions", store.sessions()::reap);
            chores.every(LEASE, "put the store's records that are missing", store.records()::putPending);
            chores.every(SURVEY, "forget the store's old sessions", store.sessions()::forgetOld);
            chores.every(SURVEY, "survey the store's manifests", store::surveyManifests);
        }
    }

    private static void dropOldKeys(Store store, KeyExport export) {
        if (export.isDone()) {
            store.dropOldKeys();
        }
    }

    /** Tells the store's figures to this registry; those that take a query are read now and then. */
    void measure(MeterRegistry registry, Chores chores) {
        var figures = new StoreFigures();
        figures.enter(registry);
        if (store != null) {
            chores.soonAndEvery(RENEW, "read the store's figures", () -> figures.read(store.status()));
        }
    }

    Probe look() {
        return () -> store == null
                ? Verdict.critical(
                        "STORE_NOT_OPEN",
                        String.valueOf(failure),
                        "Put right what stands in the way, then restart the server.")
                : verdict(store);
    }

    /** The room on its disk, which the embedded database shares; empty where there is no store to ask. */
    Optional<Probe> lookAtRoom() {
        return Optional.ofNullable(store).map(open -> () -> verdict(open.room()));
    }

    /** Whether nothing can be written to it now. */
    boolean isReadOnly() {
        return store == null || store.status().readOnly().isPresent();
    }

    private static Verdict verdict(Store store) {
        var status = store.status();
        if (status.readOnly().isPresent()) {
            return Verdict.critical(
                    "STORE_READ_ONLY",
                    status.readOnly().get(),
                    "Nothing is captured until that is put right; restores work.");
        }
        return Verdict.healthy("The store is open, its generation is " + status.generation() + ".");
    }

    private static Verdict verdict(StoreRoom room) {
        if (room.isFull()) {
            return Verdict.critical(
                    "STORE_FULL",
                    "Less than the reserve of " + Words.bytes(room.reserveBytes()) + " is free on the store's disk.",
                    "Free space, or run a cleanup; captures and restores are refused meanwhile.");
        }
        return Verdict.healthy(room.space()
                .map(space -> Words.bytes(space.usable()) + " are free on the store's disk.")
                .orElse("The store's space has no end that can be told."));
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
