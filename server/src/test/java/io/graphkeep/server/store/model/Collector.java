package io.graphkeep.server.store.model;

import static io.graphkeep.server.store.model.State.ANNOUNCED;
import static io.graphkeep.server.store.model.State.CONDEMNED;
import static io.graphkeep.server.store.model.State.DELETING;
import static io.graphkeep.server.store.model.State.GONE;
import static io.graphkeep.server.store.model.State.LIVE;
import static io.graphkeep.server.store.model.State.OPEN;
import static io.graphkeep.server.store.model.State.OWN;
import static io.graphkeep.server.store.model.State.PACKS;
import static io.graphkeep.server.store.model.State.SEGMENTS;
import static io.graphkeep.server.store.model.State.SESSIONS;
import static io.graphkeep.server.store.model.State.TOMBSTONE;

/** Marks, condemns segments, condemns packs, sweeps, and clears orphans away; it may crash between any two steps. */
final class Collector implements Actor {
    static final int IDLE = 0;
    static final int MARKED = 1;
    private static final int SEGMENTS_CONDEMNED = 2;
    private static final int DELETES = 3;
    private static final int DELETED = 4;

    private static final String[][] NAMES = names();

    private final World world;

    Collector(World world) {
        this.world = world;
    }

    @Override
    public void moves(State state, Moves moves) {
        orphans(state, moves);
        if (state.collector() != IDLE) {
            moves.step("collector crashes", Collector::rest);
        }
        switch (state.collector()) {
            case IDLE -> begin(state, moves);
            case MARKED -> condemnSegments(state, moves);
            case SEGMENTS_CONDEMNED -> condemnPacks(state, moves);
            case DELETES ->
                moves.step(NAMES[state.mark()][1], next -> {
                    next.object(next.mark(), false);
                    next.collector(DELETED);
                });
            default ->
                moves.step(NAMES[state.mark()][2], next -> {
                    next.pack(next.mark(), GONE);
                    rest(next);
                });
        }
    }

    private static void rest(State next) {
        next.collector(IDLE);
        next.mark(0);
    }

    private void begin(State state, Moves moves) {
        if (state.collections() < world.collections()) {
            moves.step("collector marks", next -> {
                next.mark(reached(next));
                next.nextCollection();
                next.collector(MARKED);
            });
        }
        for (var pack = 0; pack < PACKS; pack++) {
            var swept = pack;
            if (state.pack(pack) == DELETING) {
                moves.step(NAMES[pack][0], next -> sweep(next, swept));
            }
            if (state.pack(pack) >= CONDEMNED
                    && (!world.has(Rule.EPOCH) || state.pack(pack) - CONDEMNED < oldestOpen(state))) {
                moves.step(NAMES[pack][0], next -> {
                    forgetSegments(next, swept);
                    if (world.has(Rule.ROW_FIRST)) {
                        next.pack(swept, DELETING);
                    }
                    sweep(next, swept);
                });
            }
        }
    }

    private static void sweep(State next, int pack) {
        next.mark(pack);
        next.collector(DELETES);
    }

    private static void forgetSegments(State next, int pack) {
        for (var segment = 0; segment < SEGMENTS; segment++) {
            if (next.segment(segment) >= CONDEMNED && next.points(segment, pack)) {
                next.segment(segment, GONE);
            }
        }
    }

    private void condemnSegments(State state, Moves moves) {
        if (Writer.isAnyCommitting(state)) {
            return;
        }
        moves.step("collector condemns segments", next -> {
            var counted = world.has(Rule.REMARK) ? next.mark() | reached(next) : next.mark();
            for (var segment = 0; segment < SEGMENTS; segment++) {
                if (next.segment(segment) == LIVE && (counted >> segment & 1) == 0) {
                    next.segment(segment, CONDEMNED);
                }
            }
            next.epoch(next.epoch() + 1);
            next.mark(0);
            next.collector(SEGMENTS_CONDEMNED);
        });
    }

    private static void condemnPacks(State state, Moves moves) {
        if (Writer.isAnyCommitting(state)) {
            return;
        }
        moves.step("collector condemns packs", next -> {
            for (var pack = 0; pack < PACKS; pack++) {
                if (next.pack(pack) == LIVE && !next.isNeeded(pack)) {
                    next.pack(pack, CONDEMNED + next.epoch());
                }
            }
            next.epoch(next.epoch() + 1);
            rest(next);
        });
    }

    private int reached(State state) {
        var reached = 1 << State.Z;
        if (world.has(Rule.GOING) ? state.snapshot() != State.DROPPED : state.snapshot() == State.COMMITTED) {
            reached |= 1 << State.A;
        }
        for (var writer = 0; writer < 2; writer++) {
            if (state.writer(writer) == Writer.COMMITTED) {
                reached |= 1 << Writer.needed(state, writer);
            }
        }
        return reached;
    }

    private static int oldestOpen(State state) {
        var oldest = Integer.MAX_VALUE;
        for (var whose = 0; whose < SESSIONS; whose++) {
            if (state.isOpen(whose)) {
                oldest = Math.min(oldest, state.session(whose) - OPEN);
            }
        }
        return oldest;
    }

    /** What dead writers and a dead compactor have announced. */
    private void orphans(State state, Moves moves) {
        for (var pack = State.NEW; pack < PACKS; pack++) {
            var orphan = pack;
            var whose = pack == State.NEW ? State.COMPACTORS : pack - OWN;
            if (state.pack(pack) == ANNOUNCED && Writer.isClearable(world, state, whose)) {
                moves.step(NAMES[pack][3], next -> bury(next, orphan));
            }
            if (state.pack(pack) == TOMBSTONE && state.object(pack)) {
                moves.step(NAMES[pack][4], next -> next.object(orphan, false));
            }
        }
    }

    private void bury(State next, int pack) {
        if (pack >= OWN && next.segment(State.MADE + pack - OWN) == ANNOUNCED) {
            next.segment(State.MADE + pack - OWN, GONE);
        }
        if (world.has(Rule.TOMBSTONE)) {
            next.pack(pack, TOMBSTONE);
            return;
        }
        next.pack(pack, GONE);
        next.object(pack, false);
    }

    private static String[][] names() {
        var names = new String[PACKS][];
        for (var pack = 0; pack < PACKS; pack++) {
            names[pack] = new String[] {
                "collector begins to delete pack " + pack,
                "collector deletes the object of pack " + pack,
                "collector forgets pack " + pack,
                "orphan sweep buries pack " + pack,
                "orphan sweep deletes the object of pack " + pack
            };
        }
        return names;
    }
}
