package io.graphkeep.bench.compare;

import io.graphkeep.bench.process.Command;
import io.graphkeep.bench.process.Trees;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A tool that is a program: each call is one run of it, and all that it keeps lies in one directory. */
final class CommandTool implements Tool {
    /**
     * The command lines of a tool, in which {@code SOURCE} and {@code TO} stand for directories.
     *
     * @param once what makes a repository; empty where nothing has to
     * @param check empty where it cannot
     */
    record Lines(List<String> once, List<String> snapshot, List<String> restore, List<String> check) {}

    private final String name;
    private final Path repository;
    private final Path scratch;
    private final Command command;
    private final Lines lines;

    CommandTool(String name, Path stage, Map<String, String> environment, Lines lines) {
        this.name = name;
        this.repository = stage.resolve("repository");
        this.scratch = stage.resolve("scratch");
        this.command = new Command(scratch, environment);
        this.lines = lines;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open() {
        close();
        if (!lines.once().isEmpty()) {
            command.run(lines.once().toArray(String[]::new));
        }
    }

    @Override
    public Measure snapshot(Path source) {
        return measured(lines.snapshot(), source, source);
    }

    @Override
    public Measure restore(Path source, Path destination) {
        return measured(lines.restore(), source, destination);
    }

    @Override
    public boolean canCheck() {
        return !lines.check().isEmpty();
    }

    @Override
    public Measure check() {
        return measured(lines.check(), repository, repository);
    }

    private Measure measured(List<String> line, Path source, Path to) {
        var before = Trees.bytes(repository);
        var run = command.run(line.stream()
                .map(word -> word.replace("SOURCE", source.toString()).replace("TO", to.toString()))
                .toArray(String[]::new));
        return new Measure(run.wall(), run.wall(), run.cpu(), run.peak(), Trees.bytes(repository) - before, null);
    }

    @Override
    public void close() {
        Trees.delete(repository);
        Trees.delete(scratch);
    }
}
