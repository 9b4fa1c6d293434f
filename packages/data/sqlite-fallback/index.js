export * from '@photostructure/sqlite'
