package io.graphkeep.server.store.model;

/** What keeps garbage collection from removing what is needed. Taken out alone, each loses something. */
enum Rule {
    FENCE("a commit and a move of locators require their session to be open still"),
    CHECK("a commit refuses to refer to a segment or a pack that is being deleted or gone"),
    REVIVE("a look-up and a commit revive what they refer to and was condemned, a segment and the packs of its"
            + " locator"),
    WHOLE("only whole segments of the parent need no check; the packs that new locators name always do"),
    REMARK("condemning looks again at snapshots that were committed since the mark"),
    EXCLUDE("a move of locators, like condemning, excludes commits"),
    LEAVE("compaction condemns the old pack only if no living segment points into it after the move"),
    CONDEMN("compaction condemns the old pack and never deletes it, for readers may be inside"),
    EPOCH("a sweep waits for every session that was opened before the condemnation"),
    ROW_FIRST("a pack is marked as being deleted before its object is deleted"),
    PARENT("a parent vouches for its segments only while it is committed, which its row's lock holds fast"),
    GOING("a snapshot that is being deleted counts until its manifest is gone"),
    COPIED("a move takes along only what was copied"),
    DURABLE("a commit requires that every pack of its session was put"),
    DEAD("what a session announced is an orphan only once the session is ABORTED"),
    TOMBSTONE("an orphan's row stays until a later listing has shown that its object is gone");

    private final String law;

    Rule(String law) {
        this.law = law;
    }

    String law() {
        return law;
    }
}
