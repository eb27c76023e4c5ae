package io.graphkeep.server.store.rebuild;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.graphkeep.format.v1.GraphFact;
import io.graphkeep.format.v1.StateRecord.FactCase;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.store.Findings;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Enters the graphs that the store's records tell of, and drops those that were deleted. */
final class GraphEntry {
    private static final int PAGE = 200;
    private static final String PREFIX = "graph/";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final int LONGEST_ID = 63;
    private static final Set<String> ROLES = Set.of("PRIMARY", "REPLICA", "FENCED");

    private final Database database;
    private final UUID instance;
    private final Findings findings;
    private final Clock clock;

    GraphEntry(Database database, UUID instance, Findings findings, Clock clock) {
        this.database = database;
        this.instance = instance;
        this.findings = findings;
        this.clock = clock;
    }

    /** Those that were deleted first: their ids may have been given to others. */
    void run() {
        each(FactCase.DELETION, this::drop);
        each(FactCase.GRAPH, this::enter);
    }

    /** The graph of a manifest, whatever is known of it; false where it was deleted. */
    boolean require(UUID uid) {
        return database.inTransaction(tx -> {
            if (Facts.ofGraph(tx, uid).isDeleted()) {
                return false;
            }
            if (tx.mapper(GraphMapper.class).findByUid(uid) == null) {
                var row = placeholder(uid);
                findings.add("No record tells of the graph " + uid + ", of which there are snapshots: it is entered as "
                        + row.id() + ", without a source.");
                tx.mapper(RebuildMapper.class).enterGraph(row);
            }
            return true;
        });
    }

    void raiseEpoch(UUID uid, long epoch) {
        database.inTransaction(tx -> tx.mapper(RebuildMapper.class).raiseEpoch(uid, epoch));
    }

    private void each(FactCase fact, Consumer<UUID> action) {
        var last = "";
        while (true) {
            var after = last;
            var page = database.read(tx -> tx.mapper(RebuildMapper.class).subjects(PREFIX, fact.name(), after, PAGE));
            if (page.isEmpty()) {
                return;
            }
            for (var subject : page) {
                var uid = uuid(subject.substring(PREFIX.length()));
                if (uid == null) {
                    findings.add("A record tells of \"" + subject + "\", which is no graph; it is passed over.");
                    continue;
                }
                action.accept(uid);
            }
            last = page.getLast();
        }
    }

    private void drop(UUID uid) {
        database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            mapper.dropSnapshotsOf(uid);
            return mapper.dropGraph(uid);
        });
    }

    private void enter(UUID uid) {
        database.inTransaction(tx -> {
            var facts = Facts.ofGraph(tx, uid);
            var record = facts.get(FactCase.GRAPH);
            if (facts.isDeleted() || record == null) {
                return 0;
            }
            var fact = record.getGraph();
            var fault = fault(uid, fact);
            if (fault != null) {
                findings.add("The record of graph " + uid + " is passed over: " + fault + ".");
                return 0;
            }
            return tx.mapper(RebuildMapper.class).enterGraph(row(tx, uid, fact, facts));
        });
    }

    private static @Nullable String fault(UUID uid, GraphFact fact) {
        if (!fact.getUid().equals(uid.toString())) {
            return "it tells of another one";
        }
        if (!ID.matcher(fact.getId()).matches()) {
            return "its id is none";
        }
        if (!ROLES.contains(fact.getRole())) {
            return "its role is unknown";
        }
        var directory = fact.getSource().equals("DIRECTORY");
        if (!directory && !fact.getSource().equals("PUSHED")) {
            return "its source is unknown";
        }
        if (directory && (fact.getSourcePath().isEmpty() || fact.getSourceNode().isEmpty())) {
            return "its source has no path or no node";
        }
        return uuid(fact.getOriginInstanceId()) == null || uuid(fact.getOriginGraphUid()) == null
                ? "its origin is none"
                : null;
    }

    private GraphRow row(Transaction tx, UUID uid, GraphFact fact, Facts facts) {
        var directory = fact.getSource().equals("DIRECTORY");
        var epoch = facts.get(FactCase.EPOCH);
        var updated = fact.getUpdatedUs() == 0 ? fact.getCreatedUs() : fact.getUpdatedUs();
        return new GraphRow(
                uid,
                freeId(tx, uid, fact.getId()),
                "ACTIVE",
                fact.getRole(),
                fact.getKind(),
                fact.getSource(),
                directory ? fact.getSourcePath() : null,
                directory ? fact.getSourceNode() : null,
                fact.getSourceExcludesList(),
                fact.getSourceOneFileSystem(),
                fact.getDescription(),
                policy(uid, facts),
                facts.labels(),
                epoch == null ? 1 : Math.max(1, epoch.getEpoch().getEpoch()),
                UUID.fromString(fact.getOriginInstanceId()),
                UUID.fromString(fact.getOriginGraphUid()),
                1,
                Facts.time(fact.getCreatedUs()),
                fact.getCreatedBy(),
                Facts.time(updated),
                // No record tells when it got its source: it may have been with its newest change.
                updated == fact.getCreatedUs() ? null : Facts.time(updated));
    }

    private String freeId(Transaction tx, UUID uid, String id) {
        if (!tx.mapper(RebuildMapper.class).isIdTaken(id, uid)) {
            return id;
        }
        var end = "-" + shortOf(uid);
        var other = id.substring(0, Math.min(id.length(), LONGEST_ID - end.length())) + end;
        findings.add("Two graphs are called " + id + ": the one with the uid " + uid + " is entered as " + other + ".");
        return other;
    }

    private String policy(UUID uid, Facts facts) {
        var record = facts.get(FactCase.POLICY);
        var json = record == null ? "{}" : record.getPolicy().getPolicyJson();
        try {
            JsonFormat.parser().merge(json, Struct.newBuilder());
            return json;
        } catch (InvalidProtocolBufferException e) {
            findings.add("The policy of graph " + uid + " cannot be read; it has the default one.");
            return "{}";
        }
    }

    private GraphRow placeholder(UUID uid) {
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new GraphRow(
                uid,
                "recovered-" + shortOf(uid),
                "ACTIVE",
                "PRIMARY",
                "PLAIN",
                "PUSHED",
                null,
                null,
                List.of(),
                false,
                "Entered by a rebuild of the catalog: no record of this graph was found.",
                "{}",
                Map.of(),
                1,
                instance,
                uid,
                1,
                now,
                "server",
                now,
                null);
    }

    /** The end of an id is random; its beginning is a time. */
    private static String shortOf(UUID uid) {
        var text = uid.toString();
        return text.substring(text.length() - 12);
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
