package io.graphkeep.server.backup;

import com.google.protobuf.Timestamp;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.ExtendedAttribute;
import io.graphkeep.transfer.EscapedText;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.SnapshotFile;

/** Files as callers see them, made from the entries of a tree. */
final class FileMessages {
    private static final long SECOND = 1_000_000_000L;

    private FileMessages() {}

    static SnapshotFile message(Entry entry) {
        var message = SnapshotFile.newBuilder()
                .setPath(EscapedText.of(entry.getPath().toByteArray()))
                .setKind(kind(entry.getKind()))
                .setMode(entry.getMode())
                .setUserId(Integer.toUnsignedLong(entry.getUid()))
                .setGroupId(Integer.toUnsignedLong(entry.getGid()))
                .setUserName(entry.getUser())
                .setGroupName(entry.getGroup())
                .setModifyTime(Timestamp.newBuilder()
                        .setSeconds(Math.floorDiv(entry.getMtimeNs(), SECOND))
                        .setNanos((int) Math.floorMod(entry.getMtimeNs(), SECOND)))
                .setSizeBytes(entry.getSize());
        if (entry.getKind() == EntryKind.ENTRY_KIND_SYMLINK) {
            message.setLinkTarget(EscapedText.of(entry.getLinkTarget().toByteArray()));
        }
        entry.getExtendedAttributesList().stream()
                .map(ExtendedAttribute::getName)
                .forEach(message::addExtendedAttributes);
        entry.getMarksList().forEach(mark -> addProblem(message, mark));
        return message.build();
    }

    private static FileKind kind(EntryKind kind) {
        return switch (kind) {
            case ENTRY_KIND_FILE, ENTRY_KIND_HARD_LINK -> FileKind.FILE_KIND_REGULAR;
            case ENTRY_KIND_DIRECTORY -> FileKind.FILE_KIND_DIRECTORY;
            case ENTRY_KIND_SYMLINK -> FileKind.FILE_KIND_SYMLINK;
            case ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED -> FileKind.FILE_KIND_UNSPECIFIED;
        };
    }

    /** Marks come in ascending order, and the first is the worst. */
    private static void addProblem(SnapshotFile.Builder message, EntryMark mark) {
        if (message.getProblem() != FileProblem.FILE_PROBLEM_UNSPECIFIED) {
            return;
        }
        switch (mark) {
            case ENTRY_MARK_UNREADABLE ->
                message.setProblem(FileProblem.FILE_PROBLEM_UNREADABLE)
                        .setProblemDetail("It could not be read; what is held of it is missing or cut short.");
            case ENTRY_MARK_TORN ->
                message.setProblem(FileProblem.FILE_PROBLEM_CHANGED)
                        .setProblemDetail("It changed while it was read; what is held may be of no single moment.");
            case ENTRY_MARK_VANISHED ->
                message.setProblem(FileProblem.FILE_PROBLEM_VANISHED)
                        .setProblemDetail("It was listed, and gone before all of it was read.");
            case ENTRY_MARK_FRESH, ENTRY_MARK_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }
}
