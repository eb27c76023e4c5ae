package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.transfer.TreePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files that one restore has begun and not ended, of which few are held open at a time. Thread-safe. */
final class RestoredFiles implements Closeable {
    private static final int MOST_OPEN = 200;

    private final RestoreFindings findings;
    private final Attributes attributes;
    private final Set<RestoredFile> begun = new LinkedHashSet<>();
    private final Set<SharedDirectory> directories = ConcurrentHashMap.newKeySet();

    RestoredFiles(RestoreFindings findings, Attributes attributes) {
        this.findings = findings;
        this.attributes = attributes;
    }

    Attributes attributes() {
        return attributes;
    }

    /** A file was written to, and will be again: the one that waits longest is closed where there are many. */
    synchronized void used(RestoredFile file) throws IOException {
        if (file.isDone()) {
            return;
        }
        begun.remove(file);
        begun.add(file);
        if (begun.size() > MOST_OPEN) {
            var eldest = begun.iterator();
            while (eldest.hasNext() && begun.size() > MOST_OPEN) {
                if (eldest.next().rest()) {
                    eldest.remove();
                }
            }
        }
    }

    synchronized void ended(RestoredFile file) {
        begun.remove(file);
    }

    void whole(RestoredFile file) {
        findings.file(file.entry().getSize());
    }

    void lost(RestoredFile file) {
        lost(file.path());
    }

    void lost(TreePath path) {
        findings.damaged(path);
    }

    /** Keeps a directory open until all files that lie in it are done. */
    SharedDirectory share(Directory directory) {
        var shared = new SharedDirectory(directory, directories);
        directories.add(shared);
        return shared;
    }

    /** Closes what an interrupted restore has left open, when none of its threads runs any more. */
    @Override
    public synchronized void close() throws IOException {
        for (var file : begun) {
            file.rest();
        }
        begun.clear();
        for (var directory : directories) {
            directory.directory().close();
        }
        directories.clear();
    }
}
