package io.graphkeep.server.store.model;

import static io.graphkeep.server.store.model.State.A;
import static io.graphkeep.server.store.model.State.ABORTED;
import static io.graphkeep.server.store.model.State.ANNOUNCED;
import static io.graphkeep.server.store.model.State.COMPACTORS;
import static io.graphkeep.server.store.model.State.CONDEMNED;
import static io.graphkeep.server.store.model.State.DELETING;
import static io.graphkeep.server.store.model.State.ENDED;
import static io.graphkeep.server.store.model.State.LIVE;
import static io.graphkeep.server.store.model.State.OLD;
import static io.graphkeep.server.store.model.State.OPEN;
import static io.graphkeep.server.store.model.State.SEGMENTS;
import static io.graphkeep.server.store.model.State.Z;

/** Copies what lives in the old pack, or a part of it, into a new one, and moves the locators in one transaction. */
final class Compactor implements Actor {
    private static final int NEW = 0;
    private static final int ANNOUNCES = 1;
    private static final int COPIED = 2;
    private static final int DONE = 3;

    private final World world;

    Compactor(World world) {
        this.world = world;
    }

    @Override
    public void moves(State state, Moves moves) {
        if (state.isOpen(COMPACTORS)) {
            moves.step("compactor's lease expires", next -> next.session(COMPACTORS, ABORTED));
        }
        switch (state.compactor()) {
            case NEW -> open(state, moves);
            case ANNOUNCES -> copy(state, moves);
            case COPIED -> move(state, moves);
            default -> {}
        }
    }

    private static void open(State state, Moves moves) {
        if (state.pack(OLD) == LIVE) {
            moves.step("compactor opens and announces a pack", next -> {
                next.session(COMPACTORS, OPEN + next.epoch());
                next.pack(State.NEW, ANNOUNCED);
                next.compactor(ANNOUNCES);
            });
        }
    }

    private void copy(State state, Moves moves) {
        if (!state.object(OLD)) {
            moves.step("compactor gives up", next -> next.compactor(DONE));
            return;
        }
        var a = isLiveInOld(state, A) || isLiveInOld(state, State.MADE) || isLiveInOld(state, State.MADE + 1);
        if (a) {
            moves.step("compactor copies A", next -> copied(next, true, false));
        }
        if (isLiveInOld(state, Z)) {
            moves.step("compactor copies Z", next -> copied(next, false, true));
        }
        if (a && isLiveInOld(state, Z)) {
            moves.step("compactor copies A and Z", next -> copied(next, true, true));
        }
    }

    private static boolean isLiveInOld(State state, int segment) {
        return state.segment(segment) == LIVE && !state.isUnseen(segment) && state.place(segment) == OLD;
    }

    private static void copied(State next, boolean a, boolean z) {
        next.copied(A, a);
        next.copied(Z, z);
        next.object(State.NEW, true);
        next.compactor(COPIED);
    }

    private void move(State state, Moves moves) {
        if ((!state.isOpen(COMPACTORS) && world.has(Rule.FENCE)) || !State.isThere(state.pack(OLD))) {
            moves.step("compactor gives up", next -> {
                if (next.isOpen(COMPACTORS)) {
                    next.session(COMPACTORS, ABORTED);
                }
                next.compactor(DONE);
            });
            return;
        }
        if (Writer.isAnyCommitting(state) && world.has(Rule.EXCLUDE)) {
            return;
        }
        moves.step("compactor moves locators", this::move);
    }

    private void move(State next) {
        for (var segment = 0; segment < SEGMENTS; segment++) {
            if (isLiveInOld(next, segment) && (next.copied(segment) || !world.has(Rule.COPIED))) {
                next.place(segment, State.NEW);
            }
        }
        if (next.pack(State.NEW) == ANNOUNCED) {
            next.pack(State.NEW, LIVE);
        }
        if (!next.isNeeded(OLD) || !world.has(Rule.LEAVE)) {
            next.pack(OLD, world.has(Rule.CONDEMN) ? CONDEMNED + next.epoch() : DELETING);
        }
        next.epoch(next.epoch() + 1);
        if (next.isOpen(COMPACTORS)) {
            next.session(COMPACTORS, ENDED);
        }
        next.compactor(DONE);
    }
}
