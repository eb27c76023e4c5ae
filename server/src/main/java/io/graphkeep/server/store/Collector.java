package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.PackSum;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.ObjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One garbage collection from beginning to end: survey, orphans, mark, condemn, sweep, compact, sweep what was rewritten.
 *
 * <p>Nothing that a snapshot has ever referred to is removed before the brakes have been looked at: a listing that is whole,
 * everything there that is needed, no manifest that the catalog does not know, and no more going at once than is allowed. Crashed anywhere, the next one goes on.
 */
final class Collector {
    private static final double ALL = 1.0;
    private static final int MOST_NAMED = 3;
    private static final int BATCH = 1_000;

    private final StoreParts parts;
    private final ObjectSurvey survey;
    private final Orphans orphans;
    private ObjectSurvey.@Nullable Found found;
    private boolean orphansCleared;
    private Orphans.Left removedOrphans = Orphans.Left.NOTHING;

    Collector(StoreParts parts) {
        this.parts = parts;
        this.survey = new ObjectSurvey(parts.backend(), parts.database());
        this.orphans = new Orphans(parts.backend(), parts.database());
    }

    /** Looks at all that is there, before anything that a snapshot referred to goes; refuses where something is wrong. */
    void survey(Runnable betweenSteps) throws IOException {
        parts.ownership().requireOwned();
        found = survey.run();
        requireKnown(found);
        betweenSteps.run();
        if (!found.missing().isEmpty()) {
            // What nothing needs may be missing: that it is needed by nothing shows when it is condemned.
            clearOrphans(found, betweenSteps);
            condemn(betweenSteps);
        }
        requireThere(found);
    }

    /** Collects what was surveyed, and what has lost its last snapshot since. */
    Collected run(CollectionLimits limits, Runnable betweenSteps) throws IOException {
        var seen = Objects.requireNonNull(found, "The store was not surveyed");
        parts.ownership().requireOwned();
        clearOrphans(seen, betweenSteps);
        condemn(betweenSteps);
        requireThere(seen);
        var before = oldestOpenEpoch();
        var sums = read(before);
        requireShare(limits, sums.going, sums.all);
        if (sums.going.packs() > 0) {
            // A catalog that is brought back from before this sweep is older than its store from now on.
            parts.ownership().takeOver(parts.process());
            parts.gate().requireOpen();
        }
        var swept = new Sweep(parts.backend(), parts.database(), before).run(betweenSteps);
        var rewritten = new Compaction(parts, limits.compaction(), budget(limits, sums.all, swept), betweenSteps).run();
        var gone = rewritten.packs().isEmpty()
                ? swept
                : plus(swept, sweep(rewritten.packs(), betweenSteps), rewritten.written());
        var notes = notes(seen, read(before).waiting);
        if (rewritten.isCutShort()) {
            notes.add("Packs that are mostly dead were left as they are: the disk has no room for their copies.");
        }
        return new Collected(
                gone,
                share(gone, sums.all),
                rewritten.packs().size(),
                removedOrphans.objects(),
                removedOrphans.bytes(),
                seen.unknownPacks(),
                notes);
    }

    private void clearOrphans(ObjectSurvey.Found seen, Runnable betweenSteps) throws IOException {
        if (!orphansCleared) {
            removedOrphans = orphans.clear(seen, betweenSteps);
            orphansCleared = true;
        }
    }

    private void condemn(Runnable betweenSteps) throws IOException {
        new Condemnation(parts.database(), Mark.of(parts.database())).run(betweenSteps);
    }

    private static long budget(CollectionLimits limits, PackSum all, PackSum swept) {
        return Math.max(limits.floorBytes(), (long) (limits.share() * all.bytes())) - swept.bytes();
    }

    /**
     * What readers are inside of stays for the next sweep, and so does all that this run has not rewritten: whoever was in its
     * way may have ended since, and nobody has looked at how much it is.
     */
    private PackSum sweep(Set<Long> rewritten, Runnable betweenSteps) throws IOException {
        parts.ownership().takeOver(parts.process());
        parts.gate().requireOpen();
        return new Sweep(parts.backend(), parts.database(), oldestOpenEpoch(), rewritten::contains).run(betweenSteps);
    }

    private static PackSum plus(PackSum one, PackSum other, long written) {
        return new PackSum(one.packs() + other.packs(), Math.max(0, one.bytes() + other.bytes() - written));
    }

    /** What collections would remove and rewrite if some snapshots were gone; nothing is changed. */
    Collected dryRun(Set<UUID> gone, CollectionLimits limits, Runnable betweenSteps) throws IOException {
        var seen = survey.run();
        requireKnown(seen);
        requireThere(seen);
        var left = orphans.look(seen);
        var sums = read(oldestOpenEpoch());
        var forecast = new Forecast(parts, gone, betweenSteps);
        var dying = forecast.dying();
        var condemned =
                parts.database().read(tx -> tx.mapper(CollectorMapper.class).sumCondemned());
        var going = new PackSum(condemned.packs() + dying.packs(), condemned.bytes() + dying.bytes());
        var rewritten = forecast.rewritten(limits.compaction(), budget(limits, sums.all, going));
        var shrunk = plus(going, rewritten, 0);
        return new Collected(
                shrunk,
                share(shrunk, sums.all),
                rewritten.packs(),
                left.objects(),
                left.bytes(),
                seen.unknownPacks(),
                notes(seen, sums.waiting));
    }

    private record Sums(PackSum all, PackSum going, PackSum waiting) {}

    private Sums read(long before) {
        return parts.database().read(tx -> {
            var mapper = tx.mapper(CollectorMapper.class);
            return new Sums(mapper.sumAll(), mapper.sumSweepable(before), mapper.sumWaiting(before));
        });
    }

    private long oldestOpenEpoch() {
        return parts.database().read(tx -> tx.mapper(CollectorMapper.class).oldestOpenEpoch());
    }

    private static void requireKnown(ObjectSurvey.Found found) {
        var unknown = found.unknownManifests();
        if (unknown.count() > 0) {
            throw refused("the store holds manifests of snapshots that the catalog does not know, " + unknown.count()
                    + " of them: " + names(unknown.kept())
                    + ". Nothing was removed, since their content would go with it.");
        }
    }

    /** What nothing needs may be missing; it is forgotten like what was swept. */
    private void requireThere(ObjectSurvey.Found seen) {
        var missing = Bitmaps.longs(seen.missing());
        var needed = 0L;
        var named = new ArrayList<ObjectName>();
        for (var from = 0; from < missing.length; from += BATCH) {
            var batch = Arrays.copyOfRange(missing, from, Math.min(missing.length, from + BATCH));
            var rows =
                    parts.database().read(tx -> tx.mapper(CollectorMapper.class).countedOn(batch));
            needed += rows.size();
            rows.stream()
                    .limit(MOST_NAMED - named.size())
                    .map(row -> ObjectNames.pack(row.id()))
                    .forEach(named::add);
        }
        if (needed > 0) {
            throw refused("objects are missing that snapshots need, " + needed + " of them: " + names(named)
                    + ". No bytes were removed; bring them back from a copy of the store, or restore what needs them:"
                    + " that marks what is damaged, and the next snapshot stores it anew.");
        }
    }

    private static void requireShare(CollectionLimits limits, PackSum going, PackSum all) {
        var share = share(going, all);
        if (going.bytes() > limits.floorBytes() && share > limits.share()) {
            throw new GraphkeepException(
                            Reason.ALLOW_SHARE_EXCEEDED,
                            "The collection would remove " + going.bytes() + " of " + all.bytes() + " bytes, which is "
                                    + percent(share) + " of the store; " + percent(limits.share())
                                    + " are allowed at once.")
                    .with("share", Double.toString(share));
        }
    }

    private static double share(PackSum part, PackSum all) {
        return all.bytes() == 0 ? 0 : Math.min(ALL, (double) part.bytes() / all.bytes());
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private List<String> notes(ObjectSurvey.Found found, PackSum waiting) {
        var notes = new ArrayList<String>();
        if (found.unknownPacks() > 0) {
            notes.add(
                    found.unknownPacks() + " objects lie in the store that the catalog does not know; they are left.");
        }
        if (waiting.packs() > 0) {
            var oldest =
                    parts.database().read(tx -> tx.mapper(SessionMapper.class).oldestOpen());
            notes.add(waiting.packs() + " packs of " + waiting.bytes() + " bytes "
                    + (oldest == null
                            ? "could not be measured before this cleanup began to remove, and wait for the next."
                            : "wait until those are done who were reading or writing when they were condemned,"
                                    + " the oldest since " + oldest + "."));
        }
        return notes;
    }

    private static String names(List<?> names) {
        return names.stream().limit(MOST_NAMED).map(Object::toString).collect(Collectors.joining(", "));
    }

    private static GraphkeepException refused(String why) {
        return new GraphkeepException(Reason.CLEANUP_REFUSED, "The cleanup stops: " + why);
    }
}
