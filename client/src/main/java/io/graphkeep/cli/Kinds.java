package io.graphkeep.cli;

import io.graphkeep.v1.EventKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Kinds of events as people write them: {@code snapshot-failed}, or {@code snapshot} for all that begin so. */
final class Kinds {
    private static final String PREFIX = "EVENT_KIND_";

    private Kinds() {}

    static List<EventKind> of(String text) {
        var asked = text.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        var name = asked.startsWith(PREFIX) ? asked : PREFIX + asked;
        var kinds = Arrays.stream(EventKind.values())
                .filter(kind -> kind != EventKind.UNRECOGNIZED && kind != EventKind.EVENT_KIND_UNSPECIFIED)
                .filter(kind -> kind.name().equals(name) || kind.name().startsWith(name + "_"))
                .toList();
        if (kinds.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "'" + text
                            + "' is no kind of event like snapshot-failed, nor the first word of some like snapshot.",
                    "graphkeep events shows the kinds that there were.");
        }
        return kinds;
    }
}
