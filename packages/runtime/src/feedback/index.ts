export { checkFeedback, rulesOfFeedback, type FeedbackOptions } from './feedback-options.ts'
export { feedbackOf, type GivenFeedback } from './given-feedback.ts'
