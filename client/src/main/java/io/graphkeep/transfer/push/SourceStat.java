package io.graphkeep.transfer.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What the system tells of one file without opening it. */
final class SourceStat {
    private static final int PERMISSIONS = 07777;

    private final Map<String, Object> attributes;

    private SourceStat(Map<String, Object> attributes) {
        this.attributes = attributes;
    }

    /** Of what has this name, link or not. */
    static SourceStat of(Path file) throws IOException {
        return new SourceStat(Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS));
    }

    /** Of what a name leads to. */
    static SourceStat behind(Path file) throws IOException {
        return new SourceStat(Files.readAttributes(file, "unix:*"));
    }

    boolean isDirectory() {
        return is("isDirectory");
    }

    boolean isFile() {
        return is("isRegularFile");
    }

    boolean isLink() {
        return is("isSymbolicLink");
    }

    int permissions() {
        return (int) number("mode") & PERMISSIONS;
    }

    int user() {
        return (int) number("uid");
    }

    int group() {
        return (int) number("gid");
    }

    long size() {
        return number("size");
    }

    boolean hasOtherNames() {
        return number("nlink") > 1;
    }

    /** What is equal for all names of one file. */
    FileId id() {
        return new FileId(number("dev"), number("ino"));
    }

    long modifiedNanos() {
        return nanos("lastModifiedTime");
    }

    long changedNanos() {
        return nanos("ctime");
    }

    record FileId(long device, long number) {}

    private boolean is(String what) {
        return Boolean.TRUE.equals(attributes.get(what));
    }

    private long number(String name) {
        return ((Number) get(name)).longValue();
    }

    private long nanos(String name) {
        return ((FileTime) get(name)).to(TimeUnit.NANOSECONDS);
    }

    private Object get(String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }
}
