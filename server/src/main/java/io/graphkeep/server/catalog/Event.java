package io.graphkeep.server.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line for the event log, before it has a number: what happened, to what, by whom, in one sentence.
 *
 * <p>Holds no secret. Texts are cut to what the log takes, since some of them come from callers.
 *
 * @param actor the principal's name, or {@code server}
 */
public record Event(
        EventKind kind,
        Severity severity,
        String actor,
        String sentence,
        EventSubject subject,
        Map<String, String> details) {
    private static final int LONGEST_SENTENCE = 1_000;
    private static final int LONGEST_DETAIL = 500;
    private static final int MOST_DETAILS = 32;

    public Event {
        actor = cut(actor, LONGEST_DETAIL);
        sentence = cut(sentence, LONGEST_SENTENCE);
        details = bounded(details);
    }

    /** An event of severity INFO, about nothing yet. */
    public static Event of(EventKind kind, String actor, String sentence) {
        return new Event(kind, Severity.INFO, actor, sentence, EventSubject.NONE, Map.of());
    }

    public Event severity(Severity other) {
        return new Event(kind, other, actor, sentence, subject, details);
    }

    public Event about(EventSubject other) {
        return new Event(kind, severity, actor, sentence, other, details);
    }

    public Event graph(UUID uid, String id) {
        return about(subject.graph(uid, id));
    }

    public Event snapshot(@Nullable UUID id) {
        return about(subject.snapshot(id));
    }

    public Event operation(@Nullable UUID id) {
        return about(subject.operation(id));
    }

    public Event detail(String name, String value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Event(kind, severity, actor, sentence, subject, more);
    }

    private static Map<String, String> bounded(Map<String, String> details) {
        var bounded = new LinkedHashMap<String, String>();
        details.entrySet().stream()
                .limit(MOST_DETAILS)
                .forEach(detail ->
                        bounded.put(cut(detail.getKey(), LONGEST_DETAIL), cut(detail.getValue(), LONGEST_DETAIL)));
        return Map.copyOf(bounded);
    }

    /** PostgreSQL keeps neither NUL nor half a surrogate pair. */
    private static String cut(String text, int most) {
        var clean = text.replace('\0', '\uFFFD');
        if (clean.length() <= most) {
            return wellFormed(clean);
        }
        return wellFormed(clean.substring(0, most - 1)) + "…";
    }

    private static String wellFormed(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
