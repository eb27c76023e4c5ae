package io.graphkeep.server.catalog.token;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on tokens. */
public interface TokenMapper {
    /** Makes every change of tokens wait for the one before it, so that names and the last admin can be counted on. */
    void lockAll();

    /** Writes a token; 0 where another server has written the one bootstrap token first. */
    int insert(@Param("token") TokenRow token, @Param("hash") byte[] hash);

    @Nullable
    TokenRow findByHash(@Param("hash") byte[] hash);

    @Nullable
    TokenRow find(@Param("id") UUID id);

    /** The admin token that the server made for itself, unless it was revoked. */
    @Nullable
    TokenRow findBootstrap();

    /** How many admin tokens the server has ever made for itself. */
    int countBootstraps();

    /** How many tokens of this name are neither expired nor revoked. */
    int countValidNamed(@Param("name") String name, @Param("now") OffsetDateTime now);

    /** How many admin tokens beside this one are neither expired nor revoked. */
    int countOtherValidAdmins(@Param("id") UUID id, @Param("now") OffsetDateTime now);

    /** Newest first, those with an id below {@code before}. */
    List<TokenRow> list(
            @Param("before") @Nullable UUID before,
            @Param("ended") boolean withEnded,
            @Param("now") OffsetDateTime now,
            @Param("atMost") int atMost);

    /** Of these tokens, the ones that were revoked or are not there. */
    List<UUID> invalidAmong(@Param("ids") List<UUID> ids);

    int revoke(@Param("id") UUID id, @Param("now") OffsetDateTime now);
}
