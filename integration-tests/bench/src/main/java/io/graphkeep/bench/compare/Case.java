package io.graphkeep.bench.compare;

/**
 * What the tools are asked to do, and what is expected of Graphkeep beside restic in the same run.
 *
 * <p>Each also says what restic 0.14 stored of real data of this shape: a corpus of which it stores something else is wrong.
 */
enum Case {
    FIRST("first snapshot", 0.35, 0.80, 567e6, Corpus.LIGHTRAG),
    FIRST_COLD("first snapshot, server just started", 0, 0, 0, Corpus.LIGHTRAG),
    UNCHANGED("nothing changed", 0, 0, 0, Corpus.LIGHTRAG),
    RESTORED("restore, verified", 0.4, 0, 0, Corpus.LIGHTRAG),
    CHECKED("check of all content", 0.25, 0, 0, Corpus.LIGHTRAG),
    INSERTED("2 % documents inserted", 0.25, 0.08, 225e6, Corpus.LIGHTRAG),
    EDITED("0.1 % of entities and relations edited", 0.25, 0.013, 210e6, Corpus.LIGHTRAG),
    BOTH("1 % edited and 1 % inserted", 0.25, 0.045, 484e6, Corpus.LIGHTRAG),
    DELETED("0.1 % of documents deleted", 0.25, 0.006, 210e6, Corpus.LIGHTRAG),
    CHECKED_LATER("check of all content, after the changes", 0.25, 0, 0, Corpus.LIGHTRAG),
    RESTORED_LATER("restore after 30 restarts", 0, 0, 0, Corpus.LIGHTRAG),
    RESTARTED("LightRAG restarted", 0, 0.04, 90e6, Corpus.RESTARTED),
    SMALL_FIRST("small files: first", 0.4, 0.95, 517e6, Corpus.SMALL),
    SMALL_UNCHANGED("… unchanged", 0.25, 0, 0, Corpus.SMALL),
    SMALL_RESTORED("… restore", 0.7, 0, 0, Corpus.SMALL);

    /** What the cases run on; {@code bytes} is how large it is where the expectations come from. */
    enum Corpus {
        LIGHTRAG(760e6),
        RESTARTED(196e6),
        SMALL(1_050e6);

        private final double bytes;

        Corpus(double bytes) {
            this.bytes = bytes;
        }

        double bytes() {
            return bytes;
        }
    }

    /** What "nothing changed" may take, whatever restic takes. */
    static final double UNCHANGED_SECONDS = 0.05;

    /** What a restore after many restarts may take of the first one. */
    static final double LATER_RESTORE = 1.5;

    private final String title;
    private final double timeShare;
    private final double byteShare;
    private final double resticBytes;
    private final Corpus corpus;

    Case(String title, double timeShare, double byteShare, double resticBytes, Corpus corpus) {
        this.title = title;
        this.timeShare = timeShare;
        this.byteShare = byteShare;
        this.resticBytes = resticBytes;
        this.corpus = corpus;
    }

    String title() {
        return title;
    }

    /** At most this share of restic's time; 0 where none is asked. */
    double timeShare() {
        return timeShare;
    }

    /** At most this share of restic's bytes; 0 where none is asked. */
    double byteShare() {
        return byteShare;
    }

    /** 0 where it is not known. */
    double resticBytes() {
        return resticBytes;
    }

    Corpus corpus() {
        return corpus;
    }
}
