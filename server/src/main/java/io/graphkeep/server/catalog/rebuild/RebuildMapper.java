package io.graphkeep.server.catalog.rebuild;

import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.store.NewSegments;
import io.graphkeep.server.catalog.store.SegmentRow;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** What only a rebuild of the catalog does to it. One runs at a time, and no server beside it. */
public interface RebuildMapper {

    // The rebuild itself

    /** Lets nobody enter a process or prolong one before the transaction ends. */
    int lockProcesses();

    /** Ends every process, so that none that was only paused prolongs its lease again. */
    int endProcesses(@Param("at") OffsetDateTime at);

    int begin(@Param("kind") String kind, @Param("at") OffsetDateTime at);

    int end();

    /** Whether there is anything of a store in this catalog. */
    boolean isUsed();

    /** Makes this the catalog of that instance. */
    int becomeInstance(@Param("id") UUID id, @Param("at") OffsetDateTime at);

    int setUnreviewed();

    /** Lets the transaction return before it is on the disk: what it wrote is read again after a crash. */
    String relax();

    int clear();

    int indexPlaces();

    // Sessions

    /** The session that all belongs to which this rebuild enters. */
    int openSession(@Param("id") UUID id, @Param("at") OffsetDateTime at);

    int abortSessions(@Param("at") OffsetDateTime at);

    /** Removes the segments of sessions that have ended and never committed. */
    int dropStaged();

    // Packs and segments

    /** Makes a pack LIVE, under the number that it has or a new one. */
    long enterPack(RebuiltPackRow pack);

    @Nullable
    Long packNumber(UUID id);

    int packSeen(long number);

    /** The packs of the catalog that are not in the store; but for tombstones, which are there to say just that. */
    List<Long> gonePacks(@Param("after") long after, @Param("limit") int limit);

    int dropPack(long number);

    /** The lists of segments in the order in which they lie. */
    List<PlaceRow> lists(
            @Param("pack") long pack, @Param("block") int block, @Param("chunk") int chunk, @Param("limit") int limit);

    /** The newest place of each; of those that have none nothing is said. */
    List<PlaceRow> places(@Param("ids") byte[][] ids, @Param("list") boolean list);

    /** All places of one list, newest first. */
    List<PlaceRow> placesOfList(byte[] id);

    /** Enters segments as those of a session that has committed; their numbers, in no order. */
    List<Long> enterSegments(@Param("session") UUID session, @Param("rows") NewSegments rows);

    int place(
            @Param("number") long number,
            @Param("locator") byte[] locator,
            @Param("packs") long[] packs,
            @Param("damaged") boolean damaged);

    int markDamaged(@Param("numbers") long[] numbers);

    List<SegmentRow> damaged();

    /** Whole segments with the list of one that is damaged. */
    List<Long> twinsOfDamaged();

    List<Long> segmentNumbers(@Param("after") long after, @Param("limit") int limit);

    /** Drops those of them that no open session has staged. */
    int dropSegments(@Param("numbers") long[] numbers);

    int reviveSegments();

    /** Condemns the packs that no segment names, and ends the collector's epoch in which that was. */
    int condemnPacks();

    int endEpoch();

    RebuiltCounts counts();

    /** A text that is another one where graphs, snapshots, or where their content lies are others. */
    String content();

    // State records

    int keepFact(FactRow fact);

    List<FactRow> factsOf(String subject);

    /** Subjects that begin so and have such a fact, in their order. */
    List<String> subjects(
            @Param("prefix") String prefix,
            @Param("fact") String fact,
            @Param("after") String after,
            @Param("limit") int limit);

    /** Lets the numbers of records go on after this one, which the store has. */
    int recordsUpTo(@Param("number") long number, @Param("at") OffsetDateTime at);

    // Graphs and snapshots

    boolean isIdTaken(@Param("id") String id, @Param("uid") UUID uid);

    int enterGraph(GraphRow graph);

    int raiseEpoch(@Param("uid") UUID uid, @Param("epoch") long epoch);

    int dropSnapshotsOf(UUID graph);

    int dropGraph(UUID graph);

    int manifestSeen(UUID snapshot);

    int enterSnapshot(RebuiltSnapshotRow snapshot);

    int updateWishes(@Param("id") UUID id, @Param("wishes") RebuiltSnapshotRow.Wishes wishes);

    int startDeleting(@Param("id") UUID id, @Param("by") String by);

    List<LeftSnapshotRow> withoutManifest(@Param("after") @Nullable UUID after, @Param("limit") int limit);

    int markLost(@Param("id") UUID id, @Param("why") String why);

    int dropSnapshot(UUID id);
}
