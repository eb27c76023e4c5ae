package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.format.v1.HoldFact;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.errors.GraphkeepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One random history of a store, and beside it the plain model: which snapshots there are, with which content and hold. */
final class History implements AutoCloseable {
    private static final int MOST_SNAPSHOTS = 6;

    /** A snapshot as the model has it. */
    private static final class Kept {
        final List<Sample.Piece> content;
        String state;
        String hold = "";

        Kept(List<Sample.Piece> content, String state) {
            this.content = content;
            this.state = state;
        }
    }

    private final Random random;
    private final TestStore test;
    private final Path home;
    private final Tally tally;
    private final Map<UUID, Kept> model = new LinkedHashMap<>();
    /** Snapshots whose manifest was put and whose commit did not happen. */
    private final Map<UUID, List<Sample.Piece>> limbo = new LinkedHashMap<>();

    private List<Sample.Piece> content;
    private Store store;
    private @Nullable TestDatabase dump;

    History(Path home, Random random, Tally tally) throws IOException {
        this.home = Files.createDirectories(home);
        this.random = random;
        this.tally = tally;
        this.test = new TestStore(home);
        this.store = test.open();
        this.content = List.of(piece(), piece());
        test.recordGraph(store);
    }

    /** Lives through it; returns how many steps it had. */
    int run() throws IOException {
        var steps = 8 + random.nextInt(10);
        for (var step = 0; step < steps; step++) {
            step();
            assertSameSnapshots();
        }
        for (var id : List.copyOf(model.keySet())) {
            assertRestores(id);
        }
        end();
        return steps;
    }

    private void step() throws IOException {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> {
                edit();
                snapshot();
            }
            case 4 -> snapshot();
            case 5, 6 -> delete();
            case 7 -> hold();
            case 8 -> cleanup();
            case 9 -> collect(() -> {});
            case 10 -> interruptedCollection();
            case 11 -> crash();
            case 12 -> dieBeforeTheCommit();
            case 13 -> rebuild();
            case 14 -> dumpOrReconcile();
            default -> {
                if (!model.isEmpty()) {
                    assertRestores(any());
                }
            }
        }
    }

    private void edit() {
        var next = new ArrayList<>(content);
        var at = random.nextInt(next.size() + 1);
        switch (random.nextInt(3)) {
            case 0 -> next.add(at, piece());
            case 1 -> {
                if (next.size() > 1) {
                    next.remove(random.nextInt(next.size()));
                }
            }
            default -> {
                var piece = next.get(random.nextInt(next.size()));
                next.set(next.indexOf(piece), piece.with(0, Sample.text(random)));
            }
        }
        content = List.copyOf(next);
    }

    private Sample.Piece piece() {
        return random.nextBoolean()
                ? Sample.text(random, 1 + random.nextInt(8))
                : Sample.vectors(random, 1 + random.nextInt(16), 64);
    }

    private void snapshot() throws IOException {
        if (model.size() >= MOST_SNAPSHOTS) {
            delete();
        }
        // Content that was there before comes back: what was condemned meanwhile is wanted again.
        if (!model.isEmpty() && random.nextInt(4) == 0) {
            content = kept(any()).content;
        }
        test.clock.advance(Duration.ofSeconds(1));
        var id = test.ids.next();
        try (var session = write(id)) {
            commit(session, id);
        }
        model.put(id, new Kept(content, "COMPLETED"));
        tally.add("snapshot");
    }

    private WriteSession write(UUID id) throws IOException {
        var parents = model.entrySet().stream()
                .filter(entry -> entry.getValue().state.equals("COMPLETED"))
                .map(Map.Entry::getKey)
                .toList();
        var parent = parents.isEmpty() || random.nextInt(3) == 0 ? null : parents.get(random.nextInt(parents.size()));
        var session = store.openWrite(new WriteRequest(test.graph, id, null, 0, parent));
        test.addSnapshot(id, test.graph, session.id());
        for (var piece : content) {
            session.add(List.of(new NewSegment(piece.segment(), piece.bytes())), Neighbours.NONE);
        }
        var tree = Sample.treeOf(content);
        session.addTree(new NewSegment(tree.segment(), tree.bytes()), Neighbours.NONE);
        return session;
    }

    private void commit(WriteSession session, UUID id) throws IOException {
        var manifest = Sample.manifest(test.graph, id, Sample.treeOf(content)).toBuilder()
                .setCutTimeUs(ChronoUnit.MICROS.between(Instant.EPOCH, test.clock.instant()))
                .build();
        session.commit(manifest, new SnapshotTotals(false, 0, "ann"), tx -> {});
    }

    /** Ends as it should, or is interrupted, and goes on later. */
    private void delete() {
        var loose = model.entrySet().stream()
                .filter(entry -> entry.getValue().hold.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (loose.isEmpty()) {
            return;
        }
        var id = loose.get(random.nextInt(loose.size()));
        if (random.nextInt(4) == 0 && !kept(id).state.equals("DELETING")) {
            test.backend().failBeforeDelete("manifests/");
            assertThatThrownBy(() -> delete(id)).isInstanceOf(GraphkeepException.class);
            test.backend().works();
            kept(id).state = "DELETING";
            tally.add("interrupted deletion");
            return;
        }
        delete(id);
        model.remove(id);
        tally.add("deletion");
    }

    private Kept kept(UUID id) {
        return Objects.requireNonNull(model.get(id));
    }

    private void delete(UUID id) {
        store.deleteSnapshot(id, "ann", tx -> {}, tx -> {});
    }

    private void hold() {
        if (model.isEmpty()) {
            return;
        }
        var id = any();
        if (kept(id).state.equals("DELETING")) {
            return;
        }
        var reason = random.nextBoolean() ? "" : "reason " + random.nextInt(100);
        var fact = HoldFact.newBuilder().setReason(reason).setHeldBy("ann").setSinceUs(1_770_000_000_000_000L);
        test.database().inTransaction(tx -> {
            store.records()
                    .append(
                            tx,
                            "snapshot/" + id,
                            StateRecord.newBuilder().setHold(fact).build());
            return true;
        });
        test.sql(
                reason.isEmpty()
                        ? "UPDATE snapshot SET hold_reason = NULL, hold_by = NULL, hold_since = NULL WHERE id = '" + id
                                + "'"
                        : "UPDATE snapshot SET hold_reason = '" + reason
                                + "', hold_by = 'ann', hold_since = to_timestamp(1770000000) WHERE id = '" + id + "'");
        store.records().putPending();
        kept(id).hold = reason;
        tally.add(reason.isEmpty() ? "release" : "hold");
    }

    /** The rules decide by what the catalog says; by the model those go that are whole, not held, and not among the newest. */
    private void cleanup() {
        var last = 1 + random.nextInt(3);
        var whole = model.keySet().stream()
                .filter(id -> kept(id).state.equals("COMPLETED"))
                .toList();
        var old = whole.subList(0, Math.max(0, whole.size() - last)).stream()
                .filter(id -> kept(id).hold.isEmpty())
                .toList();
        assertThat(RetainedHistory.going(test, last)).containsExactlyInAnyOrderElementsOf(old);
        old.forEach(id -> {
            delete(id);
            model.remove(id);
        });
        tally.add("cleanup");
        collect(() -> {});
    }

    /** Without compaction, or with packs rewritten that are a little or mostly dead, and segments gathered that are spread. */
    private void collect(Runnable betweenSteps) {
        var compaction = switch (random.nextInt(3)) {
            case 0 -> CompactionLimits.NEVER;
            case 1 -> new CompactionLimits(0.1, 1 + random.nextInt(3));
            default -> new CompactionLimits(0.6, 8);
        };
        try {
            var collected = store.survey(betweenSteps)
                    .collect(new CollectionLimits(1, Long.MAX_VALUE, compaction), betweenSteps);
            tally.add("collection");
            tally.add("packs swept", collected.packs().packs());
            tally.add("packs rewritten", collected.compacted());
        } finally {
            limbo.keySet().removeIf(id -> !Files.exists(manifest(id)));
        }
    }

    /** It ends at any of its steps, with its server or without. */
    private void interruptedCollection() throws IOException {
        var steps = new AtomicInteger(random.nextInt(6));
        try {
            collect(() -> {
                if (steps.getAndDecrement() == 0) {
                    throw new CancellationException("in the middle of a collection");
                }
            });
        } catch (CancellationException interrupted) {
            tally.add("interrupted collection");
        }
        if (random.nextBoolean()) {
            test.clock.advance(Duration.ofMinutes(5));
            store = test.open();
        }
    }

    /** A server that died while it wrote: its session's lease runs out. */
    private void crash() throws IOException {
        edit();
        write(test.ids.next());
        tally.add("crash in a capture");
        test.clock.advance(Duration.ofMinutes(5));
        store = test.open();
    }

    private void dieBeforeTheCommit() throws IOException {
        var id = test.ids.next();
        test.backend().failAfterPut("manifests/");
        var session = write(id);
        assertThatThrownBy(() -> commit(session, id)).isInstanceOf(IOException.class);
        limbo.put(id, content);
        tally.add("crash before a commit");
        test.clock.advance(Duration.ofMinutes(5));
        store = test.open();
    }

    private void rebuild() throws IOException {
        forget();
        test.rebuild();
        tally.add("rebuild");
        afterwards();
    }

    private void dumpOrReconcile() throws IOException {
        var older = dump;
        if (older == null) {
            dump = test.dump();
            store = test.open();
            return;
        }
        dump = null;
        test.reconcile(older);
        tally.add("older catalog brought up");
        afterwards();
    }

    private void forget() {
        if (dump != null) {
            dump.close();
            dump = null;
        }
    }

    /** A manifest without a commit shows from now on. */
    private void afterwards() throws IOException {
        store = test.open();
        limbo.forEach((id, pieces) -> {
            if (Files.exists(manifest(id))) {
                model.put(id, new Kept(pieces, "UNCONFIRMED"));
            }
        });
        limbo.clear();
    }

    /** Everything is deleted, and after three collections nothing is left of it. */
    private void end() throws IOException {
        for (var id : List.copyOf(model.keySet())) {
            delete(id);
        }
        test.clock.advance(Duration.ofMinutes(5));
        store = test.open();
        for (var i = 0; i < 3; i++) {
            collect(() -> {});
        }
        assertThat(files("manifests")).isEmpty();
        assertThat(files("packs")).isEmpty();
    }

    private void assertSameSnapshots() {
        var expected = new TreeMap<String, String>();
        model.forEach((id, kept) -> expected.put(id.toString(), kept.state + " " + kept.hold));
        var said = test.ask("SELECT string_agg(id || '=' || state || ' ' || coalesce(hold_reason, ''), ',' ORDER BY id)"
                + " FROM snapshot WHERE state <> 'CREATING'");
        var there = expected.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
        assertThat(said).isEqualTo(there.isEmpty() ? "null" : there);
    }

    private void assertRestores(UUID id) throws IOException {
        var kept = kept(id);
        if (!kept.state.equals("DELETING")) {
            assertThat(Sample.read(store, id, Sample.ids(kept.content))).isEqualTo(Sample.bytes(kept.content));
            tally.add("restore");
        }
    }

    private UUID any() {
        return List.copyOf(model.keySet()).get(random.nextInt(model.size()));
    }

    private Path manifest(UUID id) {
        return home.resolve("store/manifests/" + test.graph + "/" + id);
    }

    private List<Path> files(String prefix) throws IOException {
        var directory = home.resolve("store").resolve(prefix);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() {
        forget();
        test.close();
    }
}
