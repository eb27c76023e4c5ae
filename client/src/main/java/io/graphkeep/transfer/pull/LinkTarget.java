package io.graphkeep.transfer.pull;

import java.net.URI;
import java.nio.file.Path;

/** The path that raw bytes spell, which a symbolic link leads to: absolute or not, and never looked at. */
final class LinkTarget {
    private LinkTarget() {}

    static Path of(byte[] target) {
        var text = new StringBuilder("file:///");
        for (var each : target) {
            text.append('%')
                    .append(Character.forDigit((each >> 4) & 0xF, 16))
                    .append(Character.forDigit(each & 0xF, 16));
        }
        var absolute = Path.of(URI.create(text.toString()));
        return target[0] == '/' ? absolute : absolute.subpath(0, absolute.getNameCount());
    }
}
