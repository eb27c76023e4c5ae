package io.graphkeep.transfer.pull;

import io.graphkeep.v1.FileHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives files what they had: owner, extended attributes, mode, time. What may not or cannot be set is told, and stops nothing.
 *
 * <p>Setuid and setgid bits are never set.
 */
final class Attributes {
    private static final int MOST_TOLD = 100;
    private static final int PLAIN_MODE = 01777;
    private static final int SPECIAL_MODE = 06000;
    private static final String USER = "user.";

    private final List<PullResult.NotApplied> notApplied = new ArrayList<>();
    private long total;
    private boolean mayChangeOwners = true;

    List<PullResult.NotApplied> notApplied() {
        return List.copyOf(notApplied);
    }

    long total() {
        return total;
    }

    void applyToFile(Path place, FileHeader header) throws IOException {
        owner(place, header);
        extended(place, header);
        mode(place, header);
        time(place, header);
    }

    void applyToLink(Path place, FileHeader header) throws IOException {
        owner(place, header);
        time(place, header);
    }

    private void owner(Path place, FileHeader header) throws IOException {
        var now = Files.readAttributes(place, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        var isRight = now.get("uid") instanceof Integer user
                && now.get("gid") instanceof Integer group
                && Integer.toUnsignedLong(user) == header.getUserId()
                && Integer.toUnsignedLong(group) == header.getGroupId();
        if (isRight) {
            return;
        }
        if (mayChangeOwners) {
            try {
                Files.setAttribute(place, "unix:uid", (int) header.getUserId(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(place, "unix:gid", (int) header.getGroupId(), LinkOption.NOFOLLOW_LINKS);
                return;
            } catch (IOException denied) {
                mayChangeOwners = false;
            }
        }
        tell(header, "owner");
    }

    private void extended(Path place, FileHeader header) {
        if (header.getExtendedAttributesCount() == 0) {
            return;
        }
        var view = Files.getFileAttributeView(place, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        header.getExtendedAttributesMap().forEach((name, value) -> {
            if (view == null || !name.startsWith(USER)) {
                tell(header, name);
                return;
            }
            try {
                view.write(name.substring(USER.length()), ByteBuffer.wrap(value.toByteArray()));
            } catch (IOException refused) {
                tell(header, name);
            }
        });
    }

    private void mode(Path place, FileHeader header) throws IOException {
        // Beneath it is no link: it was made by this pull.
        Files.setAttribute(place, "unix:mode", header.getMode() & PLAIN_MODE);
        if ((header.getMode() & SPECIAL_MODE) != 0) {
            tell(header, "setuid or setgid");
        }
    }

    private static void time(Path place, FileHeader header) throws IOException {
        var time = header.getModifyTime();
        try {
            Files.getFileAttributeView(place, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(Instant.ofEpochSecond(time.getSeconds(), time.getNanos())), null, null);
        } catch (DateTimeException | ArithmeticException impossible) {
            throw PullException.violation("a time that there is not", impossible);
        }
    }

    private void tell(FileHeader header, String what) {
        total++;
        if (notApplied.size() < MOST_TOLD) {
            notApplied.add(new PullResult.NotApplied(header.getPath(), what));
        }
    }
}
