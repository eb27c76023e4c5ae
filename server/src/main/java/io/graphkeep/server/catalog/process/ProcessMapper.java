package io.graphkeep.server.catalog.process;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** The statements on process rows. */
public interface ProcessMapper {

    void insert(ProcessRow process);

    /** Prolongs the lease of a process; 0 where a successor on its home has ended it, which nothing takes back. */
    int renew(@Param("id") UUID id, @Param("until") OffsetDateTime until);

    /** Those that live at this time, the oldest first. */
    List<ProcessRow> living(@Param("now") OffsetDateTime now);

    int end(@Param("id") UUID id, @Param("at") OffsetDateTime at);

    /** Ends every other process of the home, and returns them: whoever holds the home's lock knows that they are dead. */
    List<ProcessRow> endOthersOfHome(
            @Param("home") UUID home, @Param("self") UUID self, @Param("at") OffsetDateTime at);

    /** What the clocks of all machines showed when they were looked at last. */
    List<ClockWitnessRow> clockWitnesses();

    /** Notes what the clock of a machine shows. */
    int witnessClock(ClockWitnessRow witness);

    /** Removes processes that ended before the given time and that nothing refers to any more. */
    int forget(@Param("before") OffsetDateTime before);
}
