/**
 * Programs in other languages against the packaged application: the clients that are generated from
 * the contract, and the examples of the README, as a reader would take them.
 *
 * <p>What they need beyond a JDK is looked for on the {@code PATH}; without it their tests are
 * skipped and say so. What is there but does not work fails the build. Packages of npm and pip are
 * installed below {@code target/clients}, once, in bounded time; {@code -DexcludedGroups=npm,pip}
 * does without.
 */
package dev.postern.clients;
