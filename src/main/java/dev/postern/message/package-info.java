/**
 * The words of the domain as values that refuse bad values: once one exists, nobody checks it
 * again.
 *
 * <p>A value that a caller got wrong throws {@link dev.postern.message.InvalidMessage}, which names
 * the {@linkplain dev.postern.message.Flaw cause}, the field and the limit; the interface turns it
 * into an answer without looking inside.
 *
 * <p>This room knows nothing but the JDK.
 */
package dev.postern.message;
