// The stops of the tour, in the order of an owner's day.
import type { Stop } from "../harness/tour.ts";

export const title = "A day with Steward";
export const intro =
  "One day of a team that sells shoes live, from the first box to the closed month: on a desk in English, on a phone in Chinese. " +
  "Made by `make tour`, which lives the day in a real browser (`tests/e2e/owners_day.test.ts`).";

export const stops = [
  { name: "box", title: "Two boxes arrive", text: "A photo of each, rewritten before it rests: without place, time and device. What should be inside stands beside it." },
  { name: "scan", title: "They are counted by scanning", text: "Camera, a scanner that types, or the keyboard. Each scan is one piece more, with or without a network." },
  { name: "booked", title: "What was counted is booked in", text: "Differences to the packing list stay visible. Booking is exact and can be taken back." },
  { name: "plan", title: "The show is planned", text: "What is shown in which order and for how much, what is at hand of it, who stands before the camera, and what the evening should bring." },
  { name: "pad", title: "Three helpers sell at once", text: "A size and a press. One of them has no network for a while: the sales wait on the device and arrive once." },
  { name: "board", title: "Everybody sees the same board", text: "Takings and pieces against the target and against the same minute of earlier shows, and what is left of the pair on camera." },
  { name: "return", title: "A pair comes back", text: "A return is booked to its sale; the pair is in stock again, the refund in the figures." },
  { name: "profit", title: "What the show earned", text: "To the minute, by host and by product: takings, refunds, goods, fees, pay and other costs." },
  { name: "closeout", title: "The show is closed out", text: "Payout, sales, money and stock against each other. Each difference gets a cause, then nothing moves any more." },
  { name: "month", title: "The month is closed", text: "Its figures are kept as they are; opening it again leaves a trace." },
  { name: "labels", title: "Labels are printed", text: "Own barcodes for every size, on sheets or rolls." },
  { name: "paper", title: "The month on paper", text: "The same figures as a PDF for who signs it, and as a workbook for who reckons with it." },
] as const satisfies readonly Stop[];
