package io.graphkeep.server.store.model;

import static io.graphkeep.server.store.model.State.A;
import static io.graphkeep.server.store.model.State.ABORTED;
import static io.graphkeep.server.store.model.State.ANNOUNCED;
import static io.graphkeep.server.store.model.State.CONDEMNED;
import static io.graphkeep.server.store.model.State.ENDED;
import static io.graphkeep.server.store.model.State.LIVE;
import static io.graphkeep.server.store.model.State.MADE;
import static io.graphkeep.server.store.model.State.OPEN;
import static io.graphkeep.server.store.model.State.OWN;

/**
 * A writer of one snapshot: it takes over a whole segment, of its parent, of the catalog, or of the other writer; or it makes
 * one of its own of chunks that it found in a segment, in a pack of its own.
 *
 * <p>A commit takes two steps, since its rows are seen by others only at its end. Chunks are found without reviving anything:
 * the protocol does not count on that. A writer may be paused at any step, past its lease and past its session's end.
 */
final class Writer implements Actor {
    static final int NEW = 0;
    static final int OPENED = 1;
    static final int LOOKED = 2;
    static final int HAS_STAGED = 3;
    static final int HAS_PUT = 4;
    static final int COMMITTING = 5;
    static final int COMMITTED = 6;
    static final int DEAD = 7;

    static final int WHOLE = 1;
    static final int FROM_PARENT = 2;
    /** Plus the pack that they lie in. */
    static final int CHUNKS = 3;

    static final int OF_OTHER = 5;

    private final World world;
    private final int me;
    private final int made;
    private final int own;

    Writer(World world, int me) {
        this.world = world;
        this.me = me;
        this.made = MADE + me;
        this.own = OWN + me;
    }

    static boolean isAnyCommitting(State state) {
        return state.writer(0) == COMMITTING || state.writer(1) == COMMITTING;
    }

    /** The segment that a writer's snapshot needs, once it has chosen. */
    static int needed(State state, int writer) {
        return switch (state.hit(writer)) {
            case WHOLE, FROM_PARENT -> A;
            case OF_OTHER -> MADE + 1 - writer;
            default -> MADE + writer;
        };
    }

    @Override
    public void moves(State state, Moves moves) {
        if (state.isOpen(me) && state.writer(me) < COMMITTING) {
            moves.step("lease expires", next -> next.session(me, ABORTED));
        }
        switch (state.writer(me)) {
            case NEW ->
                moves.step("opens", next -> {
                    next.session(me, OPEN + next.epoch());
                    next.writer(me, OPENED);
                });
            case OPENED -> look(state, moves);
            case LOOKED -> afterLook(state, moves);
            case HAS_STAGED -> put(state, moves);
            case HAS_PUT -> commit(state, moves);
            case COMMITTING ->
                moves.step("commit ends", next -> {
                    if (next.segment(made) == ANNOUNCED) {
                        next.segment(made, LIVE);
                    }
                    next.unseen(needed(next, me), false);
                    next.session(me, ENDED);
                    next.writer(me, COMMITTED);
                });
            default -> {}
        }
    }

    private void look(State state, Moves moves) {
        if (!state.isOpen(me)) {
            moves.step("gives up", next -> next.writer(me, DEAD));
            return;
        }
        var pack = state.place(A);
        if (State.isThere(state.segment(A)) && State.isThere(state.pack(pack))) {
            moves.step("finds A", next -> chosen(next, WHOLE, A));
            moves.step("finds chunks of A", next -> chosen(next, CHUNKS + pack, -1));
            if (state.snapshot() == State.COMMITTED) {
                moves.step("finds A in its parent", next -> chosen(next, FROM_PARENT, -1));
            }
        }
        var other = MADE + 1 - me;
        if (state.writer(1 - me) == COMMITTED && State.isThere(state.segment(other))) {
            moves.step("finds what the other made", next -> chosen(next, OF_OTHER, other));
        }
    }

    private void chosen(State next, int hit, int revived) {
        next.hit(me, hit);
        if (revived >= 0) {
            revive(next, revived);
        }
        next.writer(me, LOOKED);
    }

    private void afterLook(State state, Moves moves) {
        if (!isOwn(state)) {
            commit(state, moves);
            return;
        }
        if (!state.isOpen(me)) {
            moves.step("gives up", next -> next.writer(me, DEAD));
            return;
        }
        moves.step("announces a pack, stages its segment", next -> {
            next.pack(own, ANNOUNCED);
            next.segment(made, ANNOUNCED);
            next.place(made, next.hit(me) - CHUNKS);
            next.writer(me, HAS_STAGED);
        });
    }

    /** A put that was under way when the session ended may end after that, and after what the orphan sweep does then. */
    private void put(State state, Moves moves) {
        moves.step("puts its pack", next -> {
            next.object(own, true);
            next.writer(me, HAS_PUT);
        });
        if (!world.has(Rule.DURABLE)) {
            commit(state, moves);
        }
    }

    private void commit(State state, Moves moves) {
        if (!state.isOpen(me) && world.has(Rule.FENCE)) {
            moves.step("gives up", next -> next.writer(me, DEAD));
            return;
        }
        var spared = isSpared(state);
        if (!spared && world.has(Rule.CHECK) && !isThere(state)) {
            moves.step("is refused", next -> {
                next.session(me, ABORTED);
                next.writer(me, DEAD);
            });
            return;
        }
        moves.step("commit: looks, revives, inserts", next -> {
            if (!spared) {
                reviveAll(next);
            }
            if (next.pack(own) == ANNOUNCED) {
                next.pack(own, LIVE);
            }
            next.writer(me, COMMITTING);
        });
    }

    private boolean isSpared(State state) {
        if (isOwn(state)) {
            return !world.has(Rule.WHOLE) && state.snapshot() == State.COMMITTED;
        }
        return state.hit(me) == FROM_PARENT && (state.snapshot() == State.COMMITTED || !world.has(Rule.PARENT));
    }

    private boolean isThere(State state) {
        if (isOwn(state)) {
            return State.isThere(state.pack(state.place(made)));
        }
        var needed = needed(state, me);
        return State.isThere(state.segment(needed)) && arePacksThere(state, needed);
    }

    private static boolean arePacksThere(State state, int segment) {
        return State.isThere(state.pack(state.place(segment)))
                && (segment < MADE || State.isThere(state.pack(OWN + segment - MADE)));
    }

    private void reviveAll(State next) {
        if (!isOwn(next)) {
            revive(next, needed(next, me));
            return;
        }
        if (world.has(Rule.REVIVE)) {
            revivePack(next, next.place(made));
        }
    }

    private void revive(State next, int segment) {
        if (!world.has(Rule.REVIVE)) {
            return;
        }
        if (next.segment(segment) >= CONDEMNED) {
            next.segment(segment, LIVE);
            next.unseen(segment, next.writer(me) == LOOKED);
        }
        revivePack(next, next.place(segment));
        if (segment >= MADE) {
            revivePack(next, OWN + segment - MADE);
        }
    }

    private static void revivePack(State next, int pack) {
        if (next.pack(pack) >= CONDEMNED) {
            next.pack(pack, LIVE);
        }
    }

    private boolean isOwn(State state) {
        var hit = state.hit(me);
        return hit >= CHUNKS && hit < OF_OTHER;
    }

    /** Whether what a writer left may be cleared away: its session is ABORTED, and not in the midst of its commit. */
    static boolean isClearable(World world, State state, int whose) {
        if (whose < 2 && state.writer(whose) == COMMITTING) {
            return false;
        }
        return state.session(whose) == ABORTED || (state.isOpen(whose) && !world.has(Rule.DEAD));
    }
}
