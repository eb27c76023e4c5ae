package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.GetGraphResponse;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.UpdateGraphResponse;
import org.junit.jupiter.api.Test;

/** A graph's directory, and what of it is left out, as people change them. */
class SourceCommandsTest extends WithAnsweringServer {
    private static final Source BOOKS = Source.newBuilder()
            .setDirectory(DirectorySource.newBuilder()
                    .setPath("/srv/books")
                    .setNode("n1")
                    .addExcludes("*.log")
                    .addExcludes("tmp/"))
            .build();

    @Test
    void anotherDirectoryLeavesTheExcludesAsTheyAre() {
        present(BOOKS);

        var run = server.run("graph", "update", "books", "--path", "/srv/moved/books");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var request = server.request(UpdateGraphRequest.class);
        assertThat(request.getUpdateMask().getPathsList()).containsExactly("source.directory.path");
        assertThat(request.getGraph().getSource().getDirectory().getPath()).isEqualTo("/srv/moved/books");
    }

    @Test
    void excludesAreAddedAndTakenAwayOneByOne() {
        present(BOOKS);

        var run = server.run("graph", "update", "books", "--exclude", "*.bak", "--unexclude", "*.log");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var request = server.request(UpdateGraphRequest.class);
        assertThat(request.getUpdateMask().getPathsList()).containsExactly("source.directory.excludes");
        assertThat(request.getGraph().getSource().getDirectory().getExcludesList())
                .containsExactly("tmp/", "*.bak");
    }

    @Test
    void aPushedGraphTakesNothingThatIsForADirectory() {
        for (var option : new String[] {"--exclude", "--node"}) {
            var run = server.run("graph", "add", "books", "--pushed", option, "anything");

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
            assertThat(run.err()).contains(option, "--path");
        }
        assertThat(server.requests(CreateGraphRequest.class)).isZero();
    }

    @Test
    void whatIsNotLeftOutCannotBeTakenBack() {
        present(BOOKS);

        var run = server.run("graph", "update", "books", "--unexclude", "*.lgo");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("'*.lgo'", "*.log  tmp/");
        assertThat(server.requests(UpdateGraphRequest.class)).isZero();
    }

    @Test
    void aPushedGraphHasNoDirectoryToChange() {
        present(Source.newBuilder().setPushed(PushedSource.getDefaultInstance()).build());

        assertThat(server.run("graph", "update", "books", "--path", "/srv/books")
                        .err())
                .contains("pushed");
        assertThat(server.requests(UpdateGraphRequest.class)).isZero();
    }

    private void present(Source source) {
        var graph = Graph.newBuilder().setGraphId("books").setSource(source).build();
        server.answers("GetGraph", GetGraphResponse.newBuilder().setGraph(graph).build())
                .answers(
                        "UpdateGraph",
                        UpdateGraphResponse.newBuilder().setGraph(graph).build());
    }
}
