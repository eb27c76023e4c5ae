package io.graphkeep.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopesTest {
    @Test
    void noScopeMeansEveryGraph() {
        assertThat(Scopes.all().covers("books")).isTrue();
    }

    @Test
    void anIdCoversThatGraphAlone() {
        var scopes = new Scopes(List.of("books"));

        assertThat(scopes.covers("books")).isTrue();
        assertThat(scopes.covers("books2")).isFalse();
        assertThat(scopes.covers("book")).isFalse();
    }

    @Test
    void aStarCoversWhatBeginsWithIt() {
        var scopes = new Scopes(List.of("team-a.*", "shared"));

        assertThat(scopes.covers("team-a.books")).isTrue();
        assertThat(scopes.covers("shared")).isTrue();
        assertThat(scopes.covers("team-b.books")).isFalse();
        assertThat(scopes.covers("team-a")).isFalse();
    }

    @Test
    void aDotIsADot() {
        assertThat(new Scopes(List.of("a.b")).covers("axb")).isFalse();
    }

    @Test
    void anAgentIncludesReadingAndAnAdminIsNoPeer() {
        assertThat(Role.AGENT.includes(Role.READER)).isTrue();
        assertThat(Role.AGENT.includes(Role.OPERATOR)).isFalse();
        assertThat(Role.OPERATOR.includes(Role.AGENT)).isTrue();
        assertThat(Role.OPERATOR.includes(Role.ADMIN)).isFalse();
        assertThat(Role.ADMIN.includes(Role.OPERATOR)).isTrue();
        assertThat(Role.ADMIN.includes(Role.PEER)).isFalse();
        assertThat(Role.PEER.includes(Role.MONITOR)).isFalse();
        assertThat(Role.READER.includes(Role.AGENT)).isFalse();
    }
}
