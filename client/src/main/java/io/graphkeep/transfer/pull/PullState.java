package io.graphkeep.transfer.pull;

import io.graphkeep.transfer.ContentId;
import io.graphkeep.v1.DownloadSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;

/**
 * Where a pull stands, as the next process finds it.
 *
 * @param request what was asked for, told from other requests
 * @param boot the run of the machine in which it was written: files that were written in an earlier one may have lost bytes
 * @param snapshot the one that is pulled
 * @param path what was begun last, escaped; all that came before it is here
 * @param isFile whether that has bytes of its own, of which some may be here
 * @param damaged how many files were left out before that
 */
record PullState(String request, String boot, String snapshot, String path, boolean isFile, long damaged) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** What tells a request from others. */
    static String digest(DownloadSnapshotRequest request) {
        var asked = request.toBuilder()
                .clearResumePath()
                .clearResumeOffset()
                .build()
                .toByteArray();
        return HexFormat.of().formatHex(ContentId.newDigest().digest(asked));
    }

    /** The run of this machine; empty where that is not known. */
    static String thisBoot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException unknown) {
            return "";
        }
    }

    boolean isOf(DownloadSnapshotRequest asked) {
        return request.equals(digest(asked));
    }

    /** Whether what it says of files can be believed still. */
    boolean isOfThisBoot() {
        return boot.equals(thisBoot()) && !boot.isEmpty();
    }

    String toText() {
        return "request=" + request + "\nboot=" + boot + "\nsnapshot=" + snapshot + "\npath=" + path + "\nfile="
                + isFile + "\ndamaged=" + damaged + "\n";
    }

    static PullState parse(String text) {
        var values = new HashMap<String, String>();
        text.lines().forEach(line -> {
            var equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return new PullState(
                values.getOrDefault("request", ""),
                values.getOrDefault("boot", ""),
                values.getOrDefault("snapshot", ""),
                values.getOrDefault("path", ""),
                "true".equals(values.get("file")),
                number(values.getOrDefault("damaged", "")));
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
