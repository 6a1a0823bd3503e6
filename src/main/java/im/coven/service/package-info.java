/// The shell around the core: sessions, routing, the channels' replicas, delivery.
///
/// Read {@link im.coven.service.AccountServer} for what a door asks, and {@link
/// im.coven.service.Session} for what it is asked. Imports the core, `redis` and `ops`.
@NullMarked
package im.coven.service;

import org.jspecify.annotations.NullMarked;
