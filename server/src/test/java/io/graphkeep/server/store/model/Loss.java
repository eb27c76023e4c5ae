package io.graphkeep.server.store.model;

import static io.graphkeep.server.store.model.State.A;
import static io.graphkeep.server.store.model.State.LIVE;
import static io.graphkeep.server.store.model.State.MADE;
import static io.graphkeep.server.store.model.State.NEW;
import static io.graphkeep.server.store.model.State.OWN;
import static io.graphkeep.server.store.model.State.PACKS;
import static io.graphkeep.server.store.model.State.Z;

import org.jspecify.annotations.Nullable;

/** What must never be: something that is needed and not there, or an object that no row names. */
final class Loss {
    private Loss() {}

    /** What is lost in a state; null if nothing is. */
    static @Nullable String in(State state) {
        if (state.snapshot() <= State.ROW_GOING && isLost(state, A)) {
            return "segment A of the old snapshot is lost";
        }
        if (isLost(state, Z)) {
            return "segment Z of a snapshot that stays is lost";
        }
        for (var writer = 0; writer < 2; writer++) {
            if (state.writer(writer) == Writer.COMMITTED && isLost(state, Writer.needed(state, writer))) {
                return "the segment of writer " + writer + "'s snapshot is lost";
            }
        }
        if ((state.reader() == Reader.LOOKED && isLost(state, A))
                || (state.reader() == Reader.FOUND && !state.object(state.reads()))) {
            return "a reader has lost what it reads";
        }
        for (var pack = 0; pack < PACKS; pack++) {
            if (state.object(pack) && (state.pack(pack) == State.GONE || state.pack(pack) == State.ABSENT)) {
                return "the object of pack " + pack + " is there and no row names it";
            }
        }
        return null;
    }

    private static boolean isLost(State state, int segment) {
        var place = state.place(segment);
        return !State.isThere(state.segment(segment))
                || isLostPack(state, place)
                || (place == NEW && !state.copied(segment))
                || (segment >= MADE && isLostPack(state, OWN + segment - MADE));
    }

    private static boolean isLostPack(State state, int pack) {
        return !state.object(pack) || (state.pack(pack) != LIVE && state.pack(pack) < State.CONDEMNED);
    }
}
