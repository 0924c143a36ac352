package dev.postern.aws;

import java.util.List;

/**
 * What of an item is encrypted, as one.
 *
 * @param name of the attribute that has it then
 * @param content the attributes that are encrypted, those that there are
 * @param context the attributes that it is bound to: with others it does not open
 */
record Sealed(String name, List<String> content, List<String> context) {}
