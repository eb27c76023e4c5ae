package io.graphkeep.it;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.net.FaultProxy;
import io.graphkeep.transfer.push.PushRequest;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.Snapshot;
import java.nio.file.Path;
import java.util.Map;

/** Pushes with the client library, and holds what they send against what may have to be sent again. */
final class CutPush {
    /** What changes of old files costs more or less than it did the first time. */
    private static final long GIVE = 256 << 10;

    private final CutSite site;
    private final String graph;
    private final Path source;
    private long payloadBesideNews;

    CutPush(CutSite site, String graph, Path source) {
        this.site = site;
        this.graph = graph;
        this.source = source;
    }

    /** Pushes without a cut, and keeps in mind what it sent beside what was new. */
    Snapshot undisturbed(FaultProxy network, long news) {
        var account = new PushAccount();
        var snapshot = push(network, account);
        payloadBesideNews = Math.max(0, account.sent() - news);
        return snapshot;
    }

    /**
     * Pushes, over as many connections as it takes.
     *
     * @param news bytes that the server does not have
     */
    Snapshot push(FaultProxy network, long news, String when) {
        var account = new PushAccount();
        var snapshot = push(network, account);
        if (account.breaks() > 0) {
            System.out.printf(
                    "A push sent %,d bytes of content over %d streams: %,d were new, %,d not known to be durable at its"
                            + " breaks%n",
                    account.sent(), account.breaks() + 1, news, account.lost());
        }
        var most = news + payloadBesideNews + GIVE + account.lost();
        if (account.sent() > most) {
            throw new AssertionError("The push sent " + account.sent() + " bytes " + when + ", of " + news
                    + " that were new, and at " + account.breaks() + " breaks did not know of " + account.lost()
                    + " that they are durable");
        }
        return snapshot;
    }

    private Snapshot push(FaultProxy network, PushAccount account) {
        try (var client = site.client(network)) {
            var request = new PushRequest(
                    graph, Map.of(), "", Consistency.CONSISTENCY_UNSPECIFIED, GraphkeepClient.newRequestId());
            return client.push(source, request, account);
        }
    }
}
