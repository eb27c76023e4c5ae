package io.graphkeep.server.store;

import java.io.IOException;

/** A store that was looked at and has what is needed: something of it may go. For one collection. */
public final class SurveyedStore {
    private final Collector collector;

    private SurveyedStore(Collector collector) {
        this.collector = collector;
    }

    static SurveyedStore of(StoreParts parts, Runnable betweenSteps) throws IOException {
        var collector = new Collector(parts);
        collector.survey(betweenSteps);
        return new SurveyedStore(collector);
    }

    /**
     * Removes from the store what no snapshot and no open session needs.
     *
     * @param betweenSteps called often; what it throws ends the collection where it is, which the next goes on from
     */
    public Collected collect(CollectionLimits limits, Runnable betweenSteps) {
        try {
            return collector.run(limits, betweenSteps);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }
}
