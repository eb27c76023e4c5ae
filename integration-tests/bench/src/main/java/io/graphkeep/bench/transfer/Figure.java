package io.graphkeep.bench.transfer;

import java.util.Locale;

/** Everything that is measured once in each round. */
enum Figure {
    RAW("grpc-java, 256 KiB messages, as they come", "MB/s"),
    DOWNLOAD("download of incompressible data, verified", "MB/s"),
    PULL("the same into a directory", "MB/s"),
    CAPTURE("capture of new data by the server", "MB/s"),
    PUSH("push of new data", "MB/s"),
    UPLOAD("upload of new data", "MB/s"),
    EDITED_SENT("share of a corpus that is sent after 0.1 % was edited", ""),
    EDITED_RECEIVED("share of it that the server sends for that", ""),
    EDITED_SECONDS("time of that push", "s"),
    UNCHANGED_SENT("share of a corpus that is sent when nothing has changed", ""),
    UNCHANGED_RECEIVED("share of it that the server sends for that", ""),
    START("start of a command (graphkeep version)", "s"),
    UNCHANGED_COMMAND("graphkeep snapshot push of what has not changed", "s"),
    LINK("share used of a link of 50 ms each way and 100 Mbit/s", ""),
    CROWD_MEDIAN("many pushes at once beside idle streams: the median one", "s"),
    CROWD_SLOWEST("the slowest of them", "s"),
    CROWD_HEAP("the server's heap meanwhile, at most", "MB");

    private final String title;
    private final String unit;

    Figure(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    String text(double value) {
        var number = String.format(Locale.ROOT, value < 0.1 ? "%.6f" : value < 10 ? "%.3f" : "%.0f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
