package io.graphkeep.transfer.push;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The raw bytes of file names, also of those that are no UTF-8: a path's URI keeps what its text loses. */
final class SourceNames {
    private static final char LOST = '\uFFFD';

    private SourceNames() {}

    static byte[] of(Path path) {
        var name = path.getFileName().toString();
        return name.indexOf(LOST) < 0 ? name.getBytes(StandardCharsets.UTF_8) : raw(path);
    }

    /** Where a symbolic link leads. */
    static byte[] target(Path target) {
        var text = target.toString();
        if (text.indexOf(LOST) < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new ByteArrayOutputStream();
        if (target.isAbsolute()) {
            bytes.write('/');
        }
        for (var i = 0; i < target.getNameCount(); i++) {
            if (i > 0) {
                bytes.write('/');
            }
            bytes.writeBytes(raw(Path.of("/").resolve(target.getName(i))));
        }
        return bytes.toByteArray();
    }

    private static byte[] raw(Path path) {
        var uri = path.toAbsolutePath().toUri().getRawPath();
        var end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
        var at = uri.lastIndexOf('/', end - 1) + 1;
        var bytes = new ByteArrayOutputStream();
        while (at < end) {
            if (uri.charAt(at) == '%') {
                bytes.write(Integer.parseInt(uri, at + 1, at + 3, 16));
                at += 3;
            } else {
                bytes.write(uri.charAt(at++));
            }
        }
        return bytes.toByteArray();
    }
}
