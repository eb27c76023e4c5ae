package io.graphkeep.server.store.model;

import static io.graphkeep.server.store.model.State.A;
import static io.graphkeep.server.store.model.State.ABORTED;
import static io.graphkeep.server.store.model.State.ENDED;
import static io.graphkeep.server.store.model.State.OPEN;
import static io.graphkeep.server.store.model.State.READERS;

/** Restores the old snapshot: opens a session, looks at the snapshot, finds A's place, reads there. */
final class Reader implements Actor {
    static final int NEW = 0;
    static final int LOOKED = 1;
    static final int FOUND = 2;
    static final int DONE = 3;

    @Override
    public void moves(State state, Moves moves) {
        if (state.isOpen(READERS)) {
            moves.step("reader's lease expires", next -> {
                next.session(READERS, ABORTED);
                next.reader(DONE);
            });
        }
        switch (state.reader()) {
            case NEW -> {
                if (state.snapshot() == State.COMMITTED) {
                    moves.step("reader opens the old snapshot", next -> {
                        next.session(READERS, OPEN + next.epoch());
                        next.reader(LOOKED);
                    });
                }
            }
            case LOOKED ->
                moves.step("reader finds A", next -> {
                    next.reads(next.place(A));
                    next.reader(FOUND);
                });
            case FOUND ->
                moves.step("reader is done", next -> {
                    next.session(READERS, ENDED);
                    next.reader(DONE);
                });
            default -> {}
        }
    }
}
