package io.graphkeep.server.store.model;

import static io.graphkeep.server.store.model.State.ABORTED;
import static io.graphkeep.server.store.model.State.ANNOUNCED;
import static io.graphkeep.server.store.model.State.CONDEMNED;
import static io.graphkeep.server.store.model.State.ENDED;
import static io.graphkeep.server.store.model.State.GONE;
import static io.graphkeep.server.store.model.State.OPEN;
import static io.graphkeep.server.store.model.State.OWN;
import static io.graphkeep.server.store.model.State.PACKS;
import static io.graphkeep.server.store.model.State.SEGMENTS;
import static io.graphkeep.server.store.model.State.SESSIONS;

/**
 * Makes one of states that differ only in what no one will look at again: in the order of the two writers, in epochs that
 * compare alike, in what those chose who are done.
 */
final class Tidy {
    private final World world;

    Tidy(World world) {
        this.world = world;
    }

    State tidied(State state) {
        for (var writer = 0; writer < 2; writer++) {
            writer(state, writer);
        }
        if (state.reader() == Reader.DONE) {
            state.reads(0);
            state.session(State.READERS, ENDED);
        }
        for (var segment = 0; segment < SEGMENTS; segment++) {
            if (state.segment(segment) == GONE) {
                state.place(segment, 0);
            }
        }
        epochs(state);
        if (world.writers() < 2) {
            return state;
        }
        var mirrored = state.mirrored();
        var order = Long.compareUnsigned(state.low(), mirrored.low());
        return order < 0 || (order == 0 && Long.compareUnsigned(state.high(), mirrored.high()) <= 0) ? state : mirrored;
    }

    private void writer(State state, int writer) {
        var step = state.writer(writer);
        if (state.session(writer) == ABORTED && world.has(Rule.FENCE) && step != Writer.HAS_STAGED) {
            state.writer(writer, Writer.DEAD);
        }
        if (state.writer(writer) == Writer.DEAD) {
            state.hit(writer, 0);
            if (state.pack(OWN + writer) != ANNOUNCED) {
                state.session(writer, ENDED);
            }
        }
        if (step == Writer.COMMITTED && state.hit(writer) != Writer.OF_OTHER) {
            state.hit(writer, state.hit(writer) >= Writer.CHUNKS ? Writer.CHUNKS : Writer.WHOLE);
        }
    }

    /** Numbers the epochs anew, so that what was condemned before a session was opened stays so. */
    private static void epochs(State state) {
        var label = 0;
        var condemned = false;
        for (var epoch = 0; epoch <= state.epoch(); epoch++) {
            if (condemned && isOpened(state, epoch)) {
                label++;
                condemned = false;
            }
            condemned |= relabel(state, epoch, label);
        }
        state.epoch(condemned ? label + 1 : label);
    }

    private static boolean isOpened(State state, int epoch) {
        for (var whose = 0; whose < SESSIONS; whose++) {
            if (state.session(whose) == OPEN + epoch) {
                return true;
            }
        }
        return false;
    }

    /** Labels are never above the epochs that they stand for, so that none is taken for a later epoch. */
    private static boolean relabel(State state, int epoch, int label) {
        for (var whose = 0; whose < SESSIONS; whose++) {
            if (state.session(whose) == OPEN + epoch) {
                state.session(whose, OPEN + label);
            }
        }
        var condemned = false;
        for (var pack = 0; pack < PACKS; pack++) {
            if (state.pack(pack) == CONDEMNED + epoch) {
                state.pack(pack, CONDEMNED + label);
                condemned = true;
            }
        }
        return condemned;
    }
}
