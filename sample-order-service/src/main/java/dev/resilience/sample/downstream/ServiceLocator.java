package dev.resilience.sample.downstream;

import java.net.URI;

/**
 * Finds a service whose address is in no property: the simulator's door into the shop.
 */
@FunctionalInterface
public interface ServiceLocator {

	URI locate(DownstreamService service);

}
