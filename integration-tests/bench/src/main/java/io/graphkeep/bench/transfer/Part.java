package io.graphkeep.bench.transfer;

/** Some figures that are measured together, in each round anew. */
interface Part {
    /** What is needed once; nothing of it is measured. */
    default void prepare() throws Exception {}

    void round() throws Exception;
}
