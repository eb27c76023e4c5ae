package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import org.junit.jupiter.api.Test;

class SharedWriteRoomTest {
    private static final long BYTES = 128 << 20;

    private final SharedWriteRoom room = new SharedWriteRoom(BYTES, 32 << 20);

    @Test
    void fiftyFindRoomInWhatIsGivenByDefaultAndNoneBeyondIt() {
        var entered = 0;
        while (entered < BYTES / SharedWriteRoom.LEAST) {
            room.requireRoom();
            room.enter();
            entered++;
        }

        assertThat(entered).isGreaterThanOrEqualTo(50);
        refused(room::requireRoom);
        refused(room::enter);
    }

    @Test
    void whoLeavesMakesRoomForAnother() {
        for (var i = 0; i < BYTES / SharedWriteRoom.LEAST; i++) {
            room.enter();
        }
        refused(room::enter);

        room.leave();

        room.enter();
        refused(room::enter);
    }

    private static void refused(Runnable entering) {
        assertThatThrownBy(entering::run)
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS));
    }
}
