package io.graphkeep.server.backup.files;

import io.graphkeep.transfer.EscapedText;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A directory held open: its entries are named relative to it, wherever it is moved and whatever takes its old place.
 *
 * <p>No method follows a symbolic link: an entry that is one is a link, or an error that says so. Not thread-safe against
 * its own {@link #close}; all else may be called by several threads.
 */
public final class Directory implements Closeable {
    /** More names than this in one directory are refused, so that a listing's memory has a bound. */
    public static final int MOST_NAMES = 1_000_000;

    /** So many names are removed before the next are listed. */
    private static final int AT_ONCE = 10_000;

    private static final int LISTING_BUFFER = 64 * 1024;
    private static final byte[] ITSELF = {};
    private static final int OPEN = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW;

    private final int fd;
    private boolean closed;

    private Directory(int fd) {
        this.fd = fd;
    }

    /** Opens an absolute path, component by component: no link on the way is followed. */
    public static Directory open(Path path) throws IOException {
        var at = new Directory(Libc.open(Libc.AT_FDCWD, new byte[] {'/'}, OPEN, 0));
        for (var component : path.toAbsolutePath().normalize()) {
            try (var parent = at) {
                at = parent.directory(Name.of(component.toString()));
            }
        }
        return at;
    }

    public FileStat stat() throws SystemCallException {
        return Libc.stat(fd, ITSELF);
    }

    public FileStat stat(Name name) throws SystemCallException {
        return Libc.stat(fd, name.raw());
    }

    /** Whether the name is there, as whatever it may be. */
    public boolean has(Name name) throws SystemCallException {
        try {
            stat(name);
            return true;
        } catch (SystemCallException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    /** All names but the two dots, in the order of their bytes; {@link CrowdedDirectoryException} where they are too many. */
    public List<Name> names() throws IOException {
        var names = names(MOST_NAMES);
        if (names.size() > MOST_NAMES) {
            throw new CrowdedDirectoryException(MOST_NAMES);
        }
        Collections.sort(names);
        return names;
    }

    /** All names, in no order; of more than {@code most} of them some, and more than that. */
    List<Name> names(int most) throws IOException {
        // A descriptor of its own: listing moves the descriptor's position.
        try (var listing = again();
                var arena = Arena.ofConfined()) {
            var names = new ArrayList<Name>();
            var buffer = arena.allocate(LISTING_BUFFER, 8);
            for (var size = Libc.entries(listing.fd, buffer);
                    size > 0 && names.size() <= most;
                    size = Libc.entries(listing.fd, buffer)) {
                addAll(names, buffer.asSlice(0, size));
            }
            return names;
        }
    }

    public boolean isEmpty() throws IOException {
        return names(0).isEmpty();
    }

    public Directory directory(Name name) throws SystemCallException {
        return new Directory(Libc.open(fd, name.raw(), OPEN, 0));
    }

    /** This directory, opened a second time, with a life of its own. */
    public Directory again() throws SystemCallException {
        return new Directory(Libc.open(fd, new byte[] {'.'}, OPEN, 0));
    }

    /** Opens a regular file for reading; a FIFO that took its place does not block, and a link is refused. */
    public OpenFile file(Name name) throws SystemCallException {
        var flags = Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | Libc.O_NOCTTY;
        return new OpenFile(Libc.open(fd, name.raw(), flags, 0));
    }

    public byte[] readLink(Name name) throws SystemCallException {
        return Libc.readLink(fd, name.raw());
    }

    /** The directory's own extended attributes. */
    public ExtendedAttributes attributes() throws SystemCallException {
        return ExtendedAttributes.of(fd);
    }

    public void setAttribute(byte[] name, byte[] value) throws SystemCallException {
        Libc.setAttribute(fd, name, value);
    }

    /** Makes a directory that only this user may enter, and opens it. */
    public Directory createDirectory(Name name) throws SystemCallException {
        Libc.makeDirectory(fd, name.raw(), 0700);
        return directory(name);
    }

    /** Makes a file that is not there yet and that only this user may open. */
    public OpenFile createFile(Name name) throws SystemCallException {
        return createFile(name, 0600);
    }

    /** Makes a file that is not there yet, with this mode but for what the process leaves out of all. */
    public OpenFile createFile(Name name, int mode) throws SystemCallException {
        var flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW;
        return new OpenFile(Libc.open(fd, name.raw(), flags, mode));
    }

    /** Opens a file that is there for writing, without emptying it. */
    public OpenFile writableFile(Name name) throws SystemCallException {
        var flags = Libc.O_WRONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | Libc.O_NOCTTY;
        return new OpenFile(Libc.open(fd, name.raw(), flags, 0));
    }

    public void createSymlink(Name name, byte[] target) throws SystemCallException {
        Libc.symlink(target, fd, name.raw());
    }

    /** Gives the file {@code from} of another directory a second name here. */
    public void createLink(Name name, Directory fromDirectory, Name from) throws SystemCallException {
        Libc.link(fromDirectory.fd, from.raw(), fd, name.raw());
    }

    /** Moves an entry to a name that must be free, here or in another directory of the same file system. */
    public void rename(Name from, Directory toDirectory, Name to) throws SystemCallException {
        try {
            Libc.rename(fd, from.raw(), toDirectory.fd, to.raw(), Libc.RENAME_NOREPLACE);
        } catch (SystemCallException e) {
            if (!e.isUnsupported()) {
                throw e;
            }
            renameAfterLook(from, toDirectory, to);
        }
    }

    /**
     * The same where the file system knows no such rename, as NFS does not: it looks first, and renames then. That gives up one
     * thing: a file, or an empty directory, that someone else makes under this very name between the two steps is replaced.
     */
    void renameAfterLook(Name from, Directory toDirectory, Name to) throws SystemCallException {
        if (toDirectory.has(to)) {
            throw new SystemCallException("renameat", to.raw(), SystemCallException.EEXIST);
        }
        Libc.replace(fd, from.raw(), toDirectory.fd, to.raw());
    }

    /** Lets two entries change places in one step; there is no moment at which either name is missing. */
    public void exchange(Name one, Directory otherDirectory, Name other) throws SystemCallException {
        Libc.rename(fd, one.raw(), otherDirectory.fd, other.raw(), Libc.RENAME_EXCHANGE);
    }

    public void removeFile(Name name) throws SystemCallException {
        Libc.unlink(fd, name.raw(), 0);
    }

    public void removeDirectory(Name name) throws SystemCallException {
        Libc.unlink(fd, name.raw(), Libc.AT_REMOVEDIR);
    }

    /** Removes an entry and all below it; other file systems that are mounted there are not entered. */
    public void removeTree(Name name) throws IOException {
        removeTree(name, AT_ONCE);
    }

    /** The same, with so many names, about, listed and removed before the next. */
    void removeTree(Name name, int atOnce) throws IOException {
        var stat = stat(name);
        if (stat.kind() != FileStat.Kind.DIRECTORY) {
            removeFile(name);
            return;
        }
        try (var directory = directory(name)) {
            if (directory.stat().mount() != stat().mount()) {
                throw new IOException(
                        "Another file system is mounted on " + EscapedText.of(name.bytes()) + ", which is left alone");
            }
            directory.setMode(stat.mode() | 0700);
            for (var some = directory.names(atOnce); !some.isEmpty(); some = directory.names(atOnce)) {
                for (var child : some) {
                    directory.removeTree(child, atOnce);
                }
            }
        }
        removeDirectory(name);
    }

    public void setOwner(int user, int group) throws SystemCallException {
        Libc.setOwner(fd, ITSELF, user, group);
    }

    /** Sets the owner of an entry; of a link itself where it is one. */
    public void setOwner(Name name, int user, int group) throws SystemCallException {
        Libc.setOwner(fd, name.raw(), user, group);
    }

    public void setMode(int mode) throws SystemCallException {
        Libc.setMode(fd, mode);
    }

    /** Sets an entry's modification time; a link's own where it is one. */
    public void setModified(Name name, FileStat.FileTime time) throws SystemCallException {
        Libc.setModified(fd, name.raw(), time.seconds(), time.nanos());
    }

    /** Sets this directory's own modification time, which any later change of its entries moves again. */
    public void setModified(FileStat.FileTime time) throws SystemCallException {
        Libc.setModified(fd, time.seconds(), time.nanos());
    }

    /** Makes the entries that were made, moved or removed here durable. */
    public void sync() throws SystemCallException {
        Libc.sync(fd);
    }

    /** Makes everything on this directory's file system durable, in one go. */
    public void syncAll() throws SystemCallException {
        Libc.syncAll(fd);
    }

    @Override
    public void close() throws SystemCallException {
        if (!closed) {
            closed = true;
            Libc.close(fd);
        }
    }

    private static void addAll(List<Name> names, MemorySegment entries) {
        for (long at = 0; at < entries.byteSize(); ) {
            var length = entries.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16) & 0xFFFF;
            var name = entries.asSlice(at + 19, length - 19L).toArray(ValueLayout.JAVA_BYTE);
            at += length;
            name = upToZero(name);
            if (!Name.isDots(name)) {
                names.add(Name.listed(name));
            }
        }
    }

    private static byte[] upToZero(byte[] padded) {
        var end = 0;
        while (end < padded.length && padded[end] != 0) {
            end++;
        }
        return Arrays.copyOf(padded, end);
    }
}
