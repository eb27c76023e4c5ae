package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/grpcurl.md}, run in its order by one shell, as a reader would. */
@Tag("needs-grpcurl")
@Tag("needs-openssl")
class CookbookTest {
    @TempDir
    Path temporary;

    @Test
    void everyCommandWorksAndAnswersWhatThePageSays() throws IOException {
        var recipes = Recipe.all(Files.readString(Launcher.top().resolve("docs/grpcurl.md")));
        new SampleGraph(11).lightRag(temporary.resolve("books"), 1);
        try (var server = ServerProcess.start(PreparedHome.at(temporary.resolve(".graphkeep")))) {
            var script = script(recipes)
                    .replace("localhost:50051", server.grpc())
                    .replace("/srv/lightrag", temporary.toString());

            Launcher.run(Map.of("HOME", temporary.toString()), List.of("bash", "-c", script));

            for (var i = 0; i < recipes.size(); i++) {
                var answer = Files.readString(temporary.resolve("answer-" + i));
                assertThat(recipes.get(i).difference(answer))
                        .as("%s answered %s", recipes.get(i).commands(), answer)
                        .isEmpty();
            }
        }
    }

    /** All recipes in one shell, each with its answer in a file: a command that fails says so there. */
    private String script(List<Recipe> recipes) {
        var script = new StringBuilder("cd '" + temporary + "' || exit; trap 'echo \"ERROR: ended with $?\"' ERR\n");
        for (var i = 0; i < recipes.size(); i++) {
            script.append("{\n")
                    .append(recipes.get(i).commands())
                    .append("} >answer-")
                    .append(i)
                    .append(" 2>&1\n");
        }
        return script.toString();
    }

    @Test
    void thePageShowsWhatItPromises() throws IOException {
        var commands = Recipe.all(Files.readString(Launcher.top().resolve("docs/grpcurl.md"))).stream()
                .map(Recipe::commands)
                .collect(Collectors.joining());

        assertThat(commands)
                .contains(
                        "CreateGraph",
                        "CreateSnapshot",
                        "ListSnapshotFiles",
                        "VerifySnapshot",
                        "RestoreSnapshot",
                        "UploadSnapshot",
                        "DownloadSnapshot",
                        "WatchEvents",
                        "GetHealth");
    }
}
