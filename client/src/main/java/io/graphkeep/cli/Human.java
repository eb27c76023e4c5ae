package io.graphkeep.cli;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes, times and durations as a person reads them. */
final class Human {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);

    private Human() {}

    /** A size with at most three significant digits: {@code 12.3 MiB}. */
    static String bytes(long bytes) {
        var size = (double) bytes;
        var unit = 0;
        while (Math.abs(size) >= 1023.5 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        if (unit == 0) {
            return bytes + " B";
        }
        var digits = Math.abs(size) < 9.995 ? 2 : Math.abs(size) < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + digits + "f %s", size, UNITS[unit]);
    }

    /** A duration in its two largest units: {@code 1h 5m}, {@code 3.2s}. */
    static String duration(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
    }

    /** A moment in the reader's own time zone, for a column whose header is {@link #inZone}; a dash where there is none. */
    static String time(boolean present, Timestamp moment) {
        return present ? TIME.format(local(moment)) : "-";
    }

    /** A moment that stands alone, with its time zone; a dash where there is none. */
    static String moment(boolean present, Timestamp moment) {
        return present ? MOMENT.format(local(moment)) : "-";
    }

    /** A header for a column of times: {@code TAKEN (Europe/Berlin)}. */
    static String inZone(String header) {
        var zone = ZoneId.systemDefault();
        return header + " (" + (zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId()) + ")";
    }

    private static ZonedDateTime local(Timestamp moment) {
        var zone = ZoneId.systemDefault();
        var known = zone.normalized().equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
        return Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos()).atZone(known);
    }

    /** A count and its noun: {@code 1 file}, {@code 2 files}. */
    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** An enum's name without its prefix, in lower case: {@code SNAPSHOT_STATE_COMPLETED} is {@code completed}. */
    static String word(String prefix, Enum<?> value) {
        var name = value.name();
        var bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return bare.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
