/**
 * The log's words: what a line is about stands in it as a member, under one name in every line.
 *
 * <p>A sentence with names in it is read by people alone. Here it is fixed, which the compiler
 * checks, and what differs from line to line is a {@link dev.postern.log.Member}: all lines about
 * one destination are found by one query, and lines of one kind counted by their sentence. The
 * names are an enumeration, so that there is no second one for the same thing.
 *
 * <p>Only this room knows a logging library, but for {@code local}, which writes for the eyes of
 * who develops. It knows no other room; every room that logs knows it.
 */
package dev.postern.log;
