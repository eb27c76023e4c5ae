package io.graphkeep.server.backup.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the C library that Java has no words for, one method each.
 *
 * <p>A call that fails throws {@link SystemCallException} with the error number; one that a signal interrupted is made
 * again. Paths go in as the bytes that the kernel sees.
 */
final class Libc {
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    // These two have another value on ARM.
    static final int O_DIRECTORY = arm() ? 0x4000 : 0x10000;
    static final int O_NOFOLLOW = arm() ? 0x8000 : 0x20000;
    static final int RENAME_NOREPLACE = 1;
    static final int RENAME_EXCHANGE = 2;

    /** What the names of nearly every file's attributes fit into; to clear what all could take costs each file more than they do. */
    private static final int FEW_NAMES = 1024;

    private static final int MOST_NAMES = 65536;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR_NUMBER = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPENAT = variadic("openat", 3, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = find("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle PREAD = find("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PWRITE = find("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle FTRUNCATE = find("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FSYNC = find("fsync", JAVA_INT, JAVA_INT);
    private static final MethodHandle SYNCFS = find("syncfs", JAVA_INT, JAVA_INT);
    private static final MethodHandle FUTIMENS = find("futimens", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle STATX = find("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle GETDENTS = find("getdents64", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READLINKAT = find("readlinkat", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle MKDIRAT = find("mkdirat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle UNLINKAT = find("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SYMLINKAT = find("symlinkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle LINKAT = find("linkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RENAMEAT2 =
            find("renameat2", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RENAMEAT = find("renameat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle FCHMOD = find("fchmod", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle FCHOWNAT =
            find("fchownat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle UTIMENSAT = find("utimensat", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle FLISTXATTR = find("flistxattr", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle FGETXATTR = find("fgetxattr", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle FSETXATTR =
            find("fsetxattr", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);

    private Libc() {}

    /** A descriptor of {@code name} in the directory {@code at}. */
    static int open(int at, byte[] name, int flags, int mode) throws SystemCallException {
        return (int) call("openat", name, (state, arena) ->
                (int) OPENAT.invokeExact(state, at, text(arena, name), flags | O_CLOEXEC, mode));
    }

    static void close(int fd) throws SystemCallException {
        // Linux has given the descriptor up even where close() was interrupted: never twice.
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            if ((int) CLOSE.invokeExact(state, fd) < 0 && error(state) != SystemCallException.EINTR) {
                throw new SystemCallException("close", null, error(state));
            }
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("The C library's close cannot be called", e);
        }
    }

    static int read(int fd, MemorySegment into, long position) throws SystemCallException {
        var size = into.byteSize();
        return (int) call("pread", null, (state, arena) -> (long) PREAD.invokeExact(state, fd, into, size, position));
    }

    static int write(int fd, MemorySegment from, long position) throws SystemCallException {
        var size = from.byteSize();
        return (int) call("pwrite", null, (state, arena) -> (long) PWRITE.invokeExact(state, fd, from, size, position));
    }

    static void truncate(int fd, long size) throws SystemCallException {
        call("ftruncate", null, (state, arena) -> (int) FTRUNCATE.invokeExact(state, fd, size));
    }

    static void sync(int fd) throws SystemCallException {
        // Once only: after a failed fsync the kernel may have dropped the pages and call the next one a success.
        call("fsync", null, (state, arena) -> (int) FSYNC.invokeExact(state, fd));
    }

    /** Makes everything on the descriptor's file system durable. */
    static void syncAll(int fd) throws SystemCallException {
        call("syncfs", null, (state, arena) -> (int) SYNCFS.invokeExact(state, fd));
    }

    static FileStat stat(int at, byte[] name) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(FileStat.STATX_SIZE, 8);
            var flags = AT_SYMLINK_NOFOLLOW | (name.length == 0 ? AT_EMPTY_PATH : 0);
            call("statx", name, (state, inner) ->
                    (int) STATX.invokeExact(state, at, text(inner, name), flags, FileStat.STATX_MASK, buffer));
            return FileStat.of(buffer);
        }
    }

    /** Fills the buffer with raw directory entries; 0 at the end of the directory. */
    static int entries(int fd, MemorySegment into) throws SystemCallException {
        var size = into.byteSize();
        return (int) call("getdents64", null, (state, arena) -> (long) GETDENTS.invokeExact(state, fd, into, size));
    }

    static byte[] readLink(int at, byte[] name) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(4096);
            var size = call("readlinkat", name, (state, inner) ->
                    (long) READLINKAT.invokeExact(state, at, text(inner, name), buffer, buffer.byteSize()));
            return buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static void makeDirectory(int at, byte[] name, int mode) throws SystemCallException {
        call("mkdirat", name, (state, arena) -> (int) MKDIRAT.invokeExact(state, at, text(arena, name), mode));
    }

    static void unlink(int at, byte[] name, int flags) throws SystemCallException {
        call("unlinkat", name, (state, arena) -> (int) UNLINKAT.invokeExact(state, at, text(arena, name), flags));
    }

    static void symlink(byte[] target, int at, byte[] name) throws SystemCallException {
        call("symlinkat", name, (state, arena) ->
                (int) SYMLINKAT.invokeExact(state, text(arena, target), at, text(arena, name)));
    }

    static void link(int fromAt, byte[] from, int at, byte[] name) throws SystemCallException {
        call("linkat", name, (state, arena) ->
                (int) LINKAT.invokeExact(state, fromAt, text(arena, from), at, text(arena, name), 0));
    }

    static void rename(int fromAt, byte[] from, int at, byte[] name, int flags) throws SystemCallException {
        call("renameat2", name, (state, arena) ->
                (int) RENAMEAT2.invokeExact(state, fromAt, text(arena, from), at, text(arena, name), flags));
    }

    /** The call of old, which every file system has and which puts the entry in the place of another. */
    static void replace(int fromAt, byte[] from, int at, byte[] name) throws SystemCallException {
        call("renameat", name, (state, arena) ->
                (int) RENAMEAT.invokeExact(state, fromAt, text(arena, from), at, text(arena, name)));
    }

    static void setMode(int fd, int mode) throws SystemCallException {
        call("fchmod", null, (state, arena) -> (int) FCHMOD.invokeExact(state, fd, mode));
    }

    static void setOwner(int at, byte[] name, int user, int group) throws SystemCallException {
        var flags = AT_SYMLINK_NOFOLLOW | (name.length == 0 ? AT_EMPTY_PATH : 0);
        call("fchownat", name, (state, arena) ->
                (int) FCHOWNAT.invokeExact(state, at, text(arena, name), user, group, flags));
    }

    /** Sets the modification time, and leaves the time of the last access alone. */
    static void setModified(int at, byte[] name, long seconds, int nanos) throws SystemCallException {
        call("utimensat", name, (state, arena) -> {
            var times = times(arena, seconds, nanos);
            return (int) UTIMENSAT.invokeExact(state, at, text(arena, name), times, AT_SYMLINK_NOFOLLOW);
        });
    }

    static void setModified(int fd, long seconds, int nanos) throws SystemCallException {
        call("futimens", null, (state, arena) -> (int) FUTIMENS.invokeExact(state, fd, times(arena, seconds, nanos)));
    }

    private static MemorySegment times(Arena arena, long seconds, int nanos) {
        var times = arena.allocate(32, 8);
        times.set(JAVA_LONG, 8, UTIME_OMIT);
        times.set(JAVA_LONG, 16, seconds);
        times.set(JAVA_LONG, 24, nanos);
        return times;
    }

    private static final long UTIME_OMIT = (1L << 30) - 2;

    /** The names of a file's extended attributes, each ended by a zero byte. */
    static byte[] attributeNames(int fd) throws SystemCallException {
        try {
            return attributeNames(fd, FEW_NAMES);
        } catch (SystemCallException e) {
            if (e.isTooSmall()) {
                return attributeNames(fd, MOST_NAMES);
            }
            throw e;
        }
    }

    private static byte[] attributeNames(int fd, int size) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(size);
            var used = call("flistxattr", null, (state, inner) ->
                    (long) FLISTXATTR.invokeExact(state, fd, buffer, buffer.byteSize()));
            return buffer.asSlice(0, used).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static byte[] attribute(int fd, byte[] name) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(65536);
            var size = call("fgetxattr", name, (state, inner) ->
                    (long) FGETXATTR.invokeExact(state, fd, text(inner, name), buffer, buffer.byteSize()));
            return buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static void setAttribute(int fd, byte[] name, byte[] value) throws SystemCallException {
        call("fsetxattr", name, (state, arena) -> {
            var bytes = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
            var size = (long) value.length;
            return (int) FSETXATTR.invokeExact(state, fd, text(arena, name), bytes, size, 0);
        });
    }

    private interface Call {
        long make(MemorySegment state, Arena arena) throws Throwable;
    }

    private static long call(String function, byte @Nullable [] name, Call call) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            while (true) {
                var result = call.make(state, arena);
                if (result >= 0) {
                    return result;
                }
                if (error(state) != SystemCallException.EINTR) {
                    throw new SystemCallException(function, name, error(state));
                }
            }
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("The C library's " + function + " cannot be called", e);
        }
    }

    private static int error(MemorySegment state) {
        return (int) ERROR_NUMBER.get(state, 0L);
    }

    private static MemorySegment text(Arena arena, byte[] bytes) {
        var text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }

    private static boolean arm() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    private static MethodHandle find(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), ERRNO);
    }

    private static MethodHandle variadic(String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), ERRNO, Linker.Option.firstVariadicArg(fixed));
    }

    // Restricted because a wrong signature would crash the process: each one above is the C library's own.
    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, FunctionDescriptor signature, Linker.Option... options) {
        var address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new LinkageError("This system's C library has no " + name));
        return LINKER.downcallHandle(address, signature, options);
    }
}
