package io.graphkeep.server.backup.assembly;

import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.Segment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where in the parent the like of what is being stored stands: what is there already is found around it.
 *
 * <p>It follows the segments that are found again; a new one moves it on by its own length.
 */
final class ParentPlace {
    /** How far around the place chunks are known: more than what an edit moves. */
    private static final long AROUND = 4096;

    private static final long FAR = 1 << 16;

    private final @Nullable ParentSegments parent;
    private final WriteSession session;
    private long place;
    private long limit;
    private long furthest;

    ParentPlace(@Nullable ParentSegments parent, WriteSession session) {
        this.parent = parent;
        this.session = session;
    }

    void jump(@Nullable ParentRange range) throws IOException {
        if (range != null && parent != null) {
            place = range.first();
            limit = range.end();
            look();
        }
    }

    /** Whether a place is so far ahead that it is time to say so. */
    boolean isFar(long ahead) {
        return ahead > place + FAR;
    }

    /** All before this was taken over. */
    void pass(long ahead) throws IOException {
        place = ahead;
        limit = ahead;
        look();
    }

    /** Takes the segment over if the parent has it around here. */
    boolean take(Segment segment) throws IOException {
        if (parent == null) {
            return false;
        }
        var known = parent.find(segment.id());
        place = known == null ? Math.max(place, Math.min(place + segment.size(), limit)) : known.end();
        look();
        if (known != null) {
            session.takeOfParent(segment.id());
        }
        return known != null;
    }

    /** Lets the session know where the chunks around here lie. */
    void learn() throws IOException {
        if (parent != null) {
            parent.learn(place - AROUND, place + AROUND);
        }
    }

    private void look() throws IOException {
        if (parent != null && place > furthest) {
            furthest = place;
            parent.forget(place - AROUND);
            parent.reach(place + AROUND);
        }
    }
}
