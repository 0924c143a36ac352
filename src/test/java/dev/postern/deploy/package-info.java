/**
 * Holds {@code k8s/} to what the application does, asks for and serves: a manifest that Kubernetes
 * would take may still start no Postern.
 *
 * <p>No cluster and no AWS is asked. What {@code kubectl} renders is looked at where there is one.
 */
package dev.postern.deploy;
